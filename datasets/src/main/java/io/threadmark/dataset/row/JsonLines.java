package io.threadmark.dataset.row;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** JSON lines: UTF-8, one row a line. */
final class JsonLines implements RowWriter {
  private final RowFields fields;
  private final OutputStream out;

  JsonLines(List<Column> columns, OutputStream out) {
    this.fields = new RowFields(columns);
    this.out = new BufferedOutputStream(out, 1 << 16);
  }

  @Override
  public void write(ObjectNode row) throws IOException {
    fields.check(row);
    out.write(Json.bytes(row));
    out.write('\n');
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
