package io.threadmark.dataset.pack;

import io.threadmark.dataset.spill.ExampleSpill.Spilled;
import io.threadmark.dataset.split.Split;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The files of all splits while rows are written. */
final class SplitWriters implements Closeable {
  private final Map<Split, SplitFiles> files = new EnumMap<>(Split.class);

  SplitWriters(PackageRequest request, Path root, long mostBytes) throws IOException {
    for (Split split : request.splitsMade()) {
      files.put(split, new SplitFiles(request, root, split, mostBytes));
    }
  }

  void write(Split split, Spilled row) throws IOException {
    files.get(split).write(row.row(), row.provenance());
  }

  long bytes() {
    return files.values().stream().mapToLong(SplitFiles::bytes).sum();
  }

  /** After all is closed. */
  List<PackageFile> data() {
    return all(SplitFiles::data);
  }

  List<PackageFile> provenances() {
    return all(SplitFiles::provenances);
  }

  @Override
  public void close() throws IOException {
    for (SplitFiles file : files.values()) {
      file.close();
    }
  }

  private List<PackageFile> all(Function<SplitFiles, List<PackageFile>> which) {
    return files.values().stream().map(which).flatMap(List::stream).toList();
  }
}
