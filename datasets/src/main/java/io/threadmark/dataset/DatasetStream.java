package io.threadmark.dataset;

import io.threadmark.dataset.format.DatasetFormat;
import io.threadmark.dataset.label.Drops;
import io.threadmark.dataset.label.Rules;
import io.threadmark.dataset.row.FileKind;
import io.threadmark.dataset.row.RowWriter;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes a dataset straight to a stream, row by row as threads come: one file, without splits and
 * without looking for duplicates.
 */
public final class DatasetStream {
  private final DatasetFormat format;
  private final FileKind fileKind;
  private final Rules rules;

  public DatasetStream(DatasetFormat format, FileKind fileKind, Rules rules) {
    if (!fileKind.holds(format.columns())) {
      throw new IllegalArgumentException(
          "file must not be " + fileKind.word() + ": rows of " + format.name() + " are nested");
    }
    this.format = format;
    this.fileKind = fileKind;
    this.rules = rules;
  }

  /** Closes the stream, also where it fails; tells what was dropped. */
  public Drops write(ConversationSource source, OutputStream out, Progress progress)
      throws IOException {
    Rows rows = new Rows(format, rules);
    RowWriter writer = fileKind.writer(format.columns(), out);
    boolean isWhole = false;
    try {
      rows.of(source, progress, (group, example) -> writer.write(example.row()));
      isWhole = true;
    } finally {
      // A writer that is closed ends its file: what is cut short must not look whole.
      (isWhole ? writer : out).close();
    }
    return rows.drops();
  }
}
