package io.threadmark.dataset.row;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.threadmark.dataset.ConversationSource;
import io.threadmark.dataset.DatasetStream;
import io.threadmark.dataset.HostileConversations;
import io.threadmark.dataset.Progress;
import io.threadmark.dataset.format.DatasetFormat;
import io.threadmark.dataset.format.DatasetFormats;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.json.WellFormed;
import io.threadmark.dataset.label.Rules;
import io.threadmark.schema.LabeledThread;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts that have broken files, in every place where a user's text goes, in every format. */
class HostileTextsTest {
  static Stream<DatasetFormat> formats() {
    return DatasetFormats.ALL.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("formats")
  void eachTextComesBackFromEachFile(DatasetFormat format) throws IOException {
    List<JsonNode> lines =
        JsonLinesReading.rows(written(format, FileKind.JSONL, HostileConversations.all()));
    assertThat(lines).hasSizeGreaterThanOrEqualTo(HostileConversations.TEXTS.size());
    List<String> found = new ArrayList<>();
    lines.forEach(line -> collect(line, found));
    String all = String.join("\u0001", found);
    assertThat(HostileConversations.TEXTS)
        .allSatisfy(text -> assertThat(all).contains(WellFormed.of(text)));
    sameInOtherFiles(format, HostileConversations.all(), lines);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("formats")
  void messagesOfAMebibyteComeBack(DatasetFormat format) throws IOException {
    String large = "é".repeat(1 << 19);
    LabeledThread thread = HostileConversations.saying(0, large);
    List<JsonNode> lines = JsonLinesReading.rows(written(format, FileKind.JSONL, List.of(thread)));

    if (format.name().equals("few-shot")) { // it is beyond the budget
      assertThat(lines).isEmpty();
    } else {
      assertThat(lines).isNotEmpty().allMatch(line -> Json.text(line).contains(large));
    }
    sameInOtherFiles(format, List.of(thread), lines);
  }

  private static void sameInOtherFiles(
      DatasetFormat format, List<LabeledThread> threads, List<JsonNode> lines) throws IOException {
    List<ObjectNode> rows =
        ParquetReading.rows(format.columns(), written(format, FileKind.PARQUET, threads));
    assertThat(rows).hasSameSizeAs(lines);
    for (int at = 0; at < rows.size(); at++) {
      assertThat((JsonNode) rows.get(at)).isEqualTo(ParquetReading.withoutNulls(lines.get(at)));
    }
    if (FileKind.CSV.holds(format.columns())) {
      table(format, written(format, FileKind.CSV, threads), lines);
    }
  }

  private static void table(DatasetFormat format, byte[] csv, List<JsonNode> lines)
      throws IOException {
    try (CsvReader<NamedCsvRecord> reader =
        CsvReader.builder().ofNamedCsvRecord(new String(csv, StandardCharsets.UTF_8))) {
      List<NamedCsvRecord> records = reader.stream().toList();
      assertThat(records).hasSameSizeAs(lines);
      for (int at = 0; at < records.size(); at++) {
        for (Column column : format.columns()) {
          String cell = records.get(at).getField(column.name());
          JsonNode value = lines.get(at).path(column.name());
          boolean isGuarded = cell.startsWith("'");
          assertThat(isGuarded ? cell.substring(1) : cell)
              .isEqualTo(value.isNull() ? "" : value.asText());
          if (!isGuarded && !cell.matches("-?[0-9.eE+-]+")) {
            assertThat(cell).doesNotMatch("(?s)[=+\\-@\t\r\n].*");
          }
        }
      }
    }
  }

  private static void collect(JsonNode value, List<String> texts) {
    if (value.isTextual()) {
      texts.add(value.textValue());
    }
    value.forEach(item -> collect(item, texts));
  }

  private static byte[] written(DatasetFormat format, FileKind kind, List<LabeledThread> threads)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Rules rules =
        Rules.read(Json.read("{\"few_shot\":{\"per_intent\":500,\"token_budget\":100000}}"));
    new DatasetStream(format, kind, rules)
        .write(ConversationSource.of(threads.iterator()), out, Progress.NONE);
    return out.toByteArray();
  }
}
