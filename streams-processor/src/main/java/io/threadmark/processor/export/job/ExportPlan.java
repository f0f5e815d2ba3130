package io.threadmark.processor.export.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.duplicate.NearDuplicatePlan;
import io.threadmark.dataset.format.DatasetFormat;
import io.threadmark.dataset.label.Rules;
import io.threadmark.dataset.pack.PackageRequest;
import io.threadmark.dataset.row.FileKind;
import io.threadmark.dataset.split.SplitPlan;
import io.threadmark.processor.index.Selection;

/**
 * What a package is to be, read from what was asked for.
 *
 * @param name of the dataset
 * @param filters as they were given
 * @param selection what they mean
 * @param nearDuplicates null where they stay
 * @param against the export whose package it is to be compared with; null for none
 */
public record ExportPlan(
    String name,
    DatasetFormat format,
    FileKind fileKind,
    ObjectNode filters,
    Selection selection,
    Rules rules,
    SplitPlan splits,
    NearDuplicatePlan nearDuplicates,
    String against) {

  /** Reads what was asked for, as it was checked and kept. */
  @FunctionalInterface
  public interface Reader {
    ExportPlan read(String project, String request);
  }

  /** The package at one cut. */
  PackageRequest at(ObjectNode snapshot, String version) {
    return new PackageRequest(
        name,
        format,
        fileKind,
        rules,
        splits,
        nearDuplicates,
        new PackageRequest.Context(filters, snapshot, null, version, null));
  }
}
