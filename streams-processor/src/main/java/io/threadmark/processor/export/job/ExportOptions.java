package io.threadmark.processor.export.job;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How exports are made and kept.
 *
 * @param folder of this instance alone
 * @param application whose jobs are meant
 * @param address where other instances reach this one
 * @param running at a time
 * @param queued that may wait
 * @param keep how long a package is kept
 * @param keepBytes of all packages together
 * @param remember how long it is told what became of a job
 * @param takeOver how long an instance must be gone before others do its jobs
 * @param version of the program
 */
public record ExportOptions(
    Path folder,
    String application,
    String address,
    int running,
    int queued,
    Duration keep,
    long keepBytes,
    Duration remember,
    Duration takeOver,
    String version) {}
