package io.threadmark.dataset.row;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;

/** The types of files that a dataset can be written to. */
public enum FileKind {
  JSONL("application/x-ndjson") {
    @Override
    public RowWriter writer(List<Column> columns, OutputStream out) {
      return new JsonLines(columns, out);
    }
  },
  CSV("text/csv; charset=utf-8") {
    @Override
    public RowWriter writer(List<Column> columns, OutputStream out) {
      return new CsvRows(columns, out);
    }

    @Override
    public boolean holds(List<Column> columns) {
      return columns.stream().allMatch(column -> column.shape().isFlat());
    }
  },
  PARQUET("application/vnd.apache.parquet") {
    @Override
    public RowWriter writer(List<Column> columns, OutputStream out) throws IOException {
      return new ParquetRows(columns, out);
    }
  };

  private final String mediaType;

  FileKind(String mediaType) {
    this.mediaType = mediaType;
  }

  /** A writer that owns the stream. */
  public abstract RowWriter writer(List<Column> columns, OutputStream out) throws IOException;

  /** Whether rows of these columns can be written to it. */
  public boolean holds(List<Column> columns) {
    return true;
  }

  public String mediaType() {
    return mediaType;
  }

  /** The word in addresses and the ending of files. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
