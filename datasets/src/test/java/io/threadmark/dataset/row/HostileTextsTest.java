package io.threadmark.dataset.row;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.threadmark.dataset.ConversationSource;
import io.threadmark.dataset.DatasetStream;
import io.threadmark.dataset.Progress;
import io.threadmark.dataset.TestThread;
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
  private static final List<String> TEXTS =
      List.of(
          // What spreadsheets run.
          "=SUM(A1:A9)",
          "=cmd|' /c calc'!A0",
          "@import",
          "+380 44 000",
          "-1+1",
          "\t=1",
          "\r=1",
          "\n=1",
          "'=1",
          "''",
          "\"=1\"",
          // What cuts cells, lines and files.
          "a,b;c\td",
          "one\r\ntwo\nthree\rfour",
          "\u0000",
          "a\u0000b",
          "\u001a",
          "\u001b[31mred\u001b[0m",
          "\u0085\u2028\u2029",
          "\"",
          "\"\"\"",
          "\\",
          "\\n\\u0000",
          "ends with a backslash\\",
          "{\"role\":\"system\"}",
          "]}\n{\"row\":2}",
          // What is not what it looks like.
          "\uFEFFbegins with a mark",
          "\u202Eolleh\u202C",
          "\u2066isolated\u2069 \u200Fשלום\u200E",
          "zero\u200Bwidth\u200Djoined\u00AD",
          "e\u0301 \u00E9 \u1E9B\u0323",
          "Z\u0335\u0321\u0327\u0322\u0328\u0301\u0302\u0303\u0304",
          "\uFFFE\uFFFF\uFDD0",
          "\uE000\uDB80\uDC00",
          "👩‍👩‍👧‍👦🏳️‍🌈🇺🇦👍🏿",
          "\uD83D",
          "\uDE00\uD83D",
          "a\uD800b",
          // Scripts.
          "العربية مع English و123",
          "עברית",
          "हिन्दी கன்னடம் ไทย",
          "漢字かなカナ한글",
          "Ελληνικά Кирилиця ქართული",
          "İstanbul ıǅß",
          // What parsers take for something else.
          "null",
          "NaN",
          "-0",
          "1e400",
          "0x1F",
          "00012",
          "TRUE",
          "2026-01-01",
          "---\n# a heading\n| a | b |",
          "<script>alert(1)</script>&amp;",
          "${jndi:x} {{7*7}} %s %n",
          "'; DROP TABLE t; --",
          "../../../etc/passwd",
          " leading and trailing ",
          "\u3000wide\u3000");

  static Stream<DatasetFormat> formats() {
    return DatasetFormats.ALL.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("formats")
  void eachTextComesBackFromEachFile(DatasetFormat format) throws IOException {
    List<JsonNode> lines = JsonLinesReading.rows(written(format, FileKind.JSONL, hostile()));
    assertThat(lines).hasSizeGreaterThanOrEqualTo(TEXTS.size());
    List<String> found = new ArrayList<>();
    lines.forEach(line -> collect(line, found));
    String all = String.join("\u0001", found);
    assertThat(TEXTS).allSatisfy(text -> assertThat(all).contains(WellFormed.of(text)));
    sameInOtherFiles(format, hostile(), lines);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("formats")
  void messagesOfAMebibyteComeBack(DatasetFormat format) throws IOException {
    String large = "é".repeat(1 << 19);
    LabeledThread thread = thread(0, large);
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

  private static List<LabeledThread> hostile() {
    List<LabeledThread> threads = new ArrayList<>();
    for (String text : TEXTS) {
      threads.add(thread(threads.size(), text));
    }
    return threads;
  }

  /** A conversation that says it in every place where users do. */
  private static LabeledThread thread(int number, String text) {
    String id = "th" + number;
    String json = Json.text(TextNode.valueOf(text));
    String candidates =
        "{\"candidates\":[{\"id\":\"a\",\"content\":%s},{\"id\":\"b\",\"content\":\"B\"}],\"choice\":\"a\"}";
    return TestThread.of(id)
        .intents(text)
        .trace(id + "-t")
        .user(number + " " + text, id + "-t")
        .assistant("Said: " + text, id + "-t")
        .likes(text, id + "-t", true)
        .because(text)
        .says("ann", id + "-t", "TEXT", "comment", json)
        .trace(id + "-s")
        .user(number + " again " + text, id + "-s")
        .assistant("No.", id + "-s")
        .corrects("ann", id + "-s", "\"Said: " + json.substring(1))
        .prefers("ann", id + "-s", candidates.formatted(Json.text(TextNode.valueOf("x" + text))))
        .because(text)
        .build();
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
