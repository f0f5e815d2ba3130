package io.threadmark.follow.part;

import io.threadmark.follow.manifest.Part;
import java.nio.file.Path;

/**
 * A part that is made and not in the storage yet.
 *
 * @param file where it is here
 */
public record FinishedPart(Path file, Part part) {}
