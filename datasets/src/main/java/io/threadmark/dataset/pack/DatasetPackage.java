package io.threadmark.dataset.pack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.CancelledException;
import io.threadmark.dataset.ConversationSource;
import io.threadmark.dataset.Progress;
import io.threadmark.dataset.Rows;
import io.threadmark.dataset.change.FormerPackage;
import io.threadmark.dataset.duplicate.Duplicates;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.label.Labels;
import io.threadmark.dataset.row.Example;
import io.threadmark.dataset.spill.ExampleSpill;
import io.threadmark.dataset.spill.ExampleSpill.Spilled;
import io.threadmark.dataset.split.Split;
import io.threadmark.dataset.split.SplitAssignment;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a package: all rows go to disk first, then it is found out which of them stay and in which
 * split, then they are written. It comes into place whole, or not at all.
 */
public final class DatasetPackage implements Closeable {
  private static final int BUFFER_BYTES = 8 << 20;

  private final PackageRequest request;
  private final Progress progress;
  private final Path folder;
  private final Path content;
  private final Rows rows;
  private final Reports reports;
  private final ExampleSpill spill;
  private final SplitAssignment splits;
  private final Duplicates duplicates;
  private long largestGroup;

  /**
   * @param former what it is compared with; null for nothing
   */
  private DatasetPackage(
      PackageRequest request, Progress progress, Path folder, FormerPackage former)
      throws IOException {
    this.request = request;
    this.progress = progress;
    this.folder = folder;
    this.content = Files.createDirectory(folder.resolve("package"));
    this.rows = new Rows(request.format(), request.rules());
    this.spill = new ExampleSpill(folder.resolve("examples"));
    this.splits = new SplitAssignment(request.splits(), folder, BUFFER_BYTES);
    this.duplicates = new Duplicates(request.nearDuplicates(), folder, BUFFER_BYTES);
    this.reports = new Reports(request, former, folder);
  }

  /**
   * Makes it at the target, which must not be there yet. Work is done in a folder beside it, which
   * is gone at the end, however it ends.
   *
   * @throws IllegalArgumentException where it cannot be compared with the former package
   */
  public static ObjectNode make(
      PackageRequest request, ConversationSource source, Path target, Progress progress)
      throws IOException {
    if (Files.exists(target)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    try (WorkFolder work = WorkFolder.beside(target);
        FormerPackage former = former(request);
        DatasetPackage making = new DatasetPackage(request, progress, work.path(), former)) {
      ObjectNode manifest = making.make(source);
      making.stopIfCancelled();
      work.publish(making.content, target);
      return manifest;
    }
  }

  @Override
  public void close() throws IOException {
    try (spill;
        splits;
        duplicates) {
      reports.close();
    }
  }

  private static FormerPackage former(PackageRequest request) throws IOException {
    return request.against() == null
        ? null
        : FormerPackage.open(request.against(), request.format().name());
  }

  private ObjectNode make(ConversationSource source) throws IOException {
    rows.of(source, progress, new Taking());
    reports.endOfThreads();
    duplicates.find(rows.drops());
    SplitWriters files = new SplitWriters(request, content, SplitFiles.MOST_BYTES);
    try (files;
        Placed placed = placed()) {
      spill.forEach((number, row) -> write(files, placed.next(), row));
      largestGroup = placed.largestGroup();
    }
    return describe(files.data(), files.provenances());
  }

  private Placed placed() throws IOException {
    Placed placed = new Placed(folder.resolve("placed"));
    splits.forEach(
        (row, split, group) -> {
          if (duplicates.isDropped(row)) {
            placed.addDropped();
          } else {
            placed.add(request.format().isForTrainingOnly() ? Split.TRAIN : split, group);
          }
        });
    return placed;
  }

  private void write(SplitWriters files, Split split, Spilled row) throws IOException {
    stopIfCancelled();
    reports.add(split, row);
    if (split != null) {
      files.write(split, row);
      progress.written(reports.quality().rows(), files.bytes());
    }
  }

  private void stopIfCancelled() {
    if (progress.isCancelled()) {
      throw new CancelledException();
    }
  }

  private ObjectNode describe(List<PackageFile> data, List<PackageFile> others) throws IOException {
    List<PackageFile> files = new ArrayList<>(data);
    files.addAll(others);
    files.addAll(reports.write(content, rows.drops(), largestGroup));
    files.add(text("README.md", DatasetCard.of(request, rows, reports.quality())));
    files.add(text("croissant.json", Json.pretty(Croissant.of(request, rows, data))));
    ObjectNode manifest = Manifest.of(request, rows, reports.quality(), reports.against(), files);
    text("manifest.json", Json.pretty(manifest));
    return manifest;
  }

  private PackageFile text(String path, String text) throws IOException {
    return DigestedFile.write(content, path, text);
  }

  /** Takes rows and threads while they are read. */
  private final class Taking implements Rows.Sink {
    @Override
    public void take(String group, Example example) throws IOException {
      long number = spill.size();
      splits.add(number, group, example.prompt());
      duplicates.add(number, example);
      spill.add(example);
    }

    @Override
    public void seen(Labels thread) throws IOException {
      reports.add(thread);
    }
  }
}
