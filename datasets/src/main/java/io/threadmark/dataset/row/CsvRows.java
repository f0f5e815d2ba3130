package io.threadmark.dataset.row;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.json.WellFormed;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * CSV (RFC 4180) in UTF-8 with a header. A text that a spreadsheet would run as a formula gets an
 * apostrophe before it, and so does one that already begins with one, so that taking one apostrophe
 * away always gives the text back.
 */
final class CsvRows implements RowWriter {
  private static final String FORMULA_STARTS = "=+-@\t\r\n'";
  private static final Pattern NUMBER =
      Pattern.compile("-?[0-9]{1,40}(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,6})?");

  private final List<Column> columns;
  private final RowFields fields;
  private final CsvWriter csv;

  CsvRows(List<Column> columns, OutputStream out) {
    this.columns = columns;
    this.fields = new RowFields(columns);
    this.csv =
        CsvWriter.builder()
            .lineDelimiter(LineDelimiter.CRLF)
            .build(new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)));
    csv.writeRecord(columns.stream().map(Column::name).toList());
  }

  @Override
  public void write(ObjectNode row) {
    fields.check(row);
    csv.writeRecord(columns.stream().map(column -> cell(row.path(column.name()))).toList());
  }

  @Override
  public void close() throws IOException {
    csv.close();
  }

  private static String cell(JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      return "";
    }
    return value.isTextual() ? guarded(WellFormed.of(value.textValue())) : Json.text(value);
  }

  private static String guarded(String text) {
    boolean isRun = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0;
    return isRun && !NUMBER.matcher(text).matches() ? "'" + text : text;
  }
}
