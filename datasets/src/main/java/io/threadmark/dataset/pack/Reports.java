package io.threadmark.dataset.pack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.change.ChangesPage;
import io.threadmark.dataset.change.Decisions;
import io.threadmark.dataset.change.FormerPackage;
import io.threadmark.dataset.change.Relabeling;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.label.Drops;
import io.threadmark.dataset.label.Labels;
import io.threadmark.dataset.quality.QualityPage;
import io.threadmark.dataset.quality.QualityReport;
import io.threadmark.dataset.spill.ExampleSpill.Spilled;
import io.threadmark.dataset.split.Split;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a package tells beside its rows: how good they are, what was decided and, where it is
 * compared with a former package, what changed.
 */
final class Reports implements Closeable {
  private static final int BUFFER_BYTES = 8 << 20;

  private final PackageRequest request;
  private final QualityReport quality;
  private final Decisions decisions;

  /** Null where it is compared with none. */
  private final Relabeling relabeling;

  /**
   * @param former what it is compared with; null for nothing
   * @param folder to work in
   */
  Reports(PackageRequest request, FormerPackage former, Path folder) {
    this.request = request;
    this.quality = new QualityReport(folder);
    this.decisions = new Decisions(folder, "decisions", BUFFER_BYTES);
    this.relabeling =
        former == null ? null : new Relabeling(former, request.format(), request.rules(), folder);
  }

  /** Takes a thread that rows were made of. */
  void add(Labels thread) throws IOException {
    quality.add(thread);
    decisions.add(thread.thread());
    if (relabeling != null) {
      relabeling.add(thread.thread());
    }
  }

  /** After the last thread. */
  void endOfThreads() throws IOException {
    if (relabeling != null) {
      relabeling.end();
    }
  }

  /**
   * Takes a row.
   *
   * @param split null where another row stands for it
   */
  void add(Split split, Spilled row) throws IOException {
    decisions.add(row.claim(), row.content(), row.provenance(), split != null);
    if (split != null) {
      quality.add(split, row);
    }
  }

  QualityReport quality() {
    return quality;
  }

  /** What the manifest tells of the former package; null where there is none. */
  ObjectNode against() {
    return relabeling == null ? null : relabeling.described();
  }

  /** Writes all of it, after the last row. */
  List<PackageFile> write(Path root, Drops drops, long largestGroup) throws IOException {
    List<PackageFile> files = new ArrayList<>();
    ObjectNode report = quality.json(drops, largestGroup);
    files.add(DigestedFile.write(root, "report/quality.json", Json.pretty(report)));
    files.add(
        DigestedFile.write(root, "report/quality.md", QualityPage.of(request.name(), report)));
    files.add(decided(root));
    if (relabeling != null) {
      ObjectNode changes =
          relabeling.changes(decisions, request.context().filters(), request.context().version());
      files.add(DigestedFile.write(root, "report/changes.json", Json.pretty(changes)));
      files.add(
          DigestedFile.write(root, "report/changes.md", ChangesPage.of(request.name(), changes)));
    }
    return files;
  }

  @Override
  public void close() throws IOException {
    try (quality;
        relabeling) {
      decisions.close();
    }
  }

  private PackageFile decided(Path root) throws IOException {
    DigestedFile file = new DigestedFile(root.resolve(Decisions.PATH));
    try (OutputStream out = new BufferedOutputStream(file)) {
      decisions.write(out);
    }
    return file.described(Decisions.PATH, -1);
  }
}
