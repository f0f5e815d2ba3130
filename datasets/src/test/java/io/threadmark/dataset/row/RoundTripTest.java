package io.threadmark.dataset.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.threadmark.dataset.ConversationSource;
import io.threadmark.dataset.DatasetStream;
import io.threadmark.dataset.Progress;
import io.threadmark.dataset.SharedConversations;
import io.threadmark.dataset.format.DatasetFormat;
import io.threadmark.dataset.format.DatasetFormats;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.json.WellFormed;
import io.threadmark.dataset.row.Shape.Scalar;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoundTripTest {
  private static final List<Column> TEXT =
      List.of(Column.text("text", "Any text."), Column.optional("n", Scalar.DOUBLE, "A number."));

  static Stream<DatasetFormat> formats() {
    return DatasetFormats.ALL.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("formats")
  void parquetHasWhatJsonLinesHave(DatasetFormat format) throws IOException {
    List<JsonNode> lines = JsonLinesReading.rows(written(format, FileKind.JSONL));
    List<ObjectNode> rows =
        ParquetReading.rows(format.columns(), written(format, FileKind.PARQUET));

    assertThat(rows).hasSameSizeAs(lines);
    for (int at = 0; at < rows.size(); at++) {
      assertThat((JsonNode) rows.get(at)).isEqualTo(ParquetReading.withoutNulls(lines.get(at)));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("formats")
  void theSameRowsGiveTheSameParquet(DatasetFormat format) throws IOException {
    assertThat(written(format, FileKind.PARQUET)).isEqualTo(written(format, FileKind.PARQUET));
  }

  @Property
  void anyTextComesBackFromATable(@ForAll String text, @ForAll double number) throws IOException {
    ObjectNode row = Json.object().put("text", text).put("n", finite(number));
    byte[] csv = written(FileKind.CSV, row);

    try (CsvReader<NamedCsvRecord> reader =
        CsvReader.builder().ofNamedCsvRecord(new String(csv, StandardCharsets.UTF_8))) {
      List<NamedCsvRecord> records = reader.stream().toList();
      assertThat(records).hasSize(1);
      String cell = records.get(0).getField("text");
      assertThat(unguarded(cell)).isEqualTo(WellFormed.of(text));
      assertThat(Double.parseDouble(records.get(0).getField("n"))).isEqualTo(finite(number));
      assertThat(cell).doesNotMatch("(?s)[=+@\t\r\n].*");
    }
  }

  @Property
  void anyTextComesBackFromJsonLinesAndParquet(@ForAll String text) throws IOException {
    ObjectNode row = Json.object().put("text", text);
    ObjectNode expected = Json.object().put("text", WellFormed.of(text));

    assertThat(JsonLinesReading.rows(written(FileKind.JSONL, row))).containsExactly(expected);
    assertThat(ParquetReading.rows(TEXT, written(FileKind.PARQUET, row))).containsExactly(expected);
  }

  @Test
  void aMebibyteComesBack() throws IOException {
    ObjectNode row = Json.object().put("text", "é".repeat(1 << 19));

    assertThat(JsonLinesReading.rows(written(FileKind.JSONL, row))).containsExactly(row);
    assertThat(ParquetReading.rows(TEXT, written(FileKind.PARQUET, row))).containsExactly(row);
    assertThat(new String(written(FileKind.CSV, row), StandardCharsets.UTF_8))
        .contains(row.path("text").textValue());
  }

  @Test
  void negativeNumbersInATableStayNumbers() throws IOException {
    ObjectNode row = Json.object().put("text", "-5").put("n", -5.5);

    assertThat(new String(written(FileKind.CSV, row), StandardCharsets.UTF_8))
        .isEqualTo("text,n\r\n-5,-5.5\r\n");
  }

  @Test
  void aFieldWithoutAColumnIsAFault() {
    assertThatThrownBy(() -> written(FileKind.JSONL, Json.object().put("text", "x").put("y", 1)))
        .hasMessage("a row has a field and no column y");
    assertThatThrownBy(() -> written(FileKind.PARQUET, Json.object()))
        .hasMessage("a row has no text");
  }

  private static double finite(double number) {
    return Double.isFinite(number) ? number : 0;
  }

  /** What a reader does who knows of the apostrophe. */
  private static String unguarded(String cell) {
    return cell.startsWith("'") ? cell.substring(1) : cell;
  }

  private static byte[] written(FileKind kind, ObjectNode row) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (RowWriter writer = kind.writer(TEXT, out)) {
      writer.write(row);
    }
    return out.toByteArray();
  }

  private static byte[] written(DatasetFormat format, FileKind kind) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new DatasetStream(format, kind, SharedConversations.RULES)
        .write(ConversationSource.of(SharedConversations.all().iterator()), out, Progress.NONE);
    return out.toByteArray();
  }
}
