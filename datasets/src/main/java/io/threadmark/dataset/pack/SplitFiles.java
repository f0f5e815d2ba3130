package io.threadmark.dataset.pack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.row.Column;
import io.threadmark.dataset.row.FileKind;
import io.threadmark.dataset.row.Provenance;
import io.threadmark.dataset.row.RowWriter;
import io.threadmark.dataset.split.Split;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the rows of one split to numbered files, none much larger than the loaders and fine-tuning
 * services take. Where rows do not tell where they come from, a file of the same number does, line
 * by line.
 */
final class SplitFiles implements Closeable {
  /** Services take up to 512 MB. */
  static final long MOST_BYTES = 400L << 20;

  /** Parquet does not say how large a file is while a row group is open. */
  private static final int ROWS_A_CHECK = 1_000;

  private final Path root;
  private final Split split;
  private final FileKind kind;
  private final List<Column> columns;
  private final boolean besides;
  private final long mostBytes;
  private final List<PackageFile> data = new ArrayList<>();
  private final List<PackageFile> provenances = new ArrayList<>();

  private DigestedFile file;
  private RowWriter writer;
  private DigestedFile provenanceFile;
  private RowWriter provenanceWriter;
  private long rows;
  private long closedBytes;

  SplitFiles(PackageRequest request, Path root, Split split, long mostBytes) throws IOException {
    this.root = root;
    this.split = split;
    this.kind = request.fileKind();
    this.columns = request.format().columns();
    this.besides = !request.format().tellsProvenance();
    this.mostBytes = mostBytes;
    open();
  }

  void write(ObjectNode row, ObjectNode provenance) throws IOException {
    if (rows % ROWS_A_CHECK == 0 && file.bytes() >= mostBytes) {
      close();
      open();
    }
    writer.write(row);
    if (besides) {
      provenanceWriter.write(provenance);
    }
    rows++;
  }

  long bytes() {
    return closedBytes + (file == null ? 0 : file.bytes());
  }

  List<PackageFile> data() {
    return data;
  }

  List<PackageFile> provenances() {
    return provenances;
  }

  @Override
  public void close() throws IOException {
    if (writer == null) {
      return;
    }
    RowWriter closing = writer;
    writer = null;
    closing.close();
    closedBytes += file.bytes();
    if (besides) {
      provenanceWriter.close();
      provenances.add(provenanceFile.described(name("provenance", FileKind.JSONL), rows));
    }
    data.add(file.described(name("data", kind), rows));
    file = null;
  }

  private void open() throws IOException {
    rows = 0;
    file = new DigestedFile(root.resolve(name("data", kind)));
    writer = kind.writer(columns, file);
    if (besides) {
      provenanceFile = new DigestedFile(root.resolve(name("provenance", FileKind.JSONL)));
      provenanceWriter = FileKind.JSONL.writer(Provenance.FIELDS, provenanceFile);
    }
  }

  private String name(String folder, FileKind ending) {
    return "%s/%s-%05d.%s".formatted(folder, split.word(), data.size(), ending.word());
  }
}
