package io.threadmark.dataset.row;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads rows back from a file that a {@link RowWriter} wrote. A field of null and no field may be
 * read as either.
 */
public interface RowReader extends Closeable {

  /** The next row; null at the end. */
  ObjectNode read() throws IOException;

  /**
   * Opens a file.
   *
   * @param columns those to read, of those that were written; others may be read, too
   * @throws IllegalArgumentException for types of files that rows cannot be read back from
   */
  static RowReader open(FileKind kind, List<Column> columns, Path file) throws IOException {
    return switch (kind) {
      case JSONL -> new JsonLinesReader(file);
      case PARQUET -> new ParquetRowsReader(columns, file);
      case CSV -> throw new IllegalArgumentException("rows are not read back from CSV");
    };
  }
}
