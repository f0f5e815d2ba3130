package io.threadmark.dataset.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.threadmark.dataset.ConversationSource;
import io.threadmark.dataset.DatasetStream;
import io.threadmark.dataset.GeneratedConversations;
import io.threadmark.dataset.HostileConversations;
import io.threadmark.dataset.Progress;
import io.threadmark.dataset.SharedConversations;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.row.FileKind;
import io.threadmark.schema.LabeledThread;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows against schemas that were written from the documents of each format, not from its class. */
class RowsBySchemaTest {

  static Stream<DatasetFormat> formats() {
    return DatasetFormats.ALL.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("formats")
  void rowsAreAsTheDocumentsOfTheFormatSay(DatasetFormat format) throws IOException {
    JsonSchema schema = schema(format.name());
    check(schema, format, SharedConversations.all().iterator());
    check(schema, format, HostileConversations.all().iterator());
    if (!format.name().equals("classification")) { // what is generated has no intents
      check(schema, format, new GeneratedConversations(3, 100, 30, 40));
    }
  }

  private static void check(
      JsonSchema schema, DatasetFormat format, Iterator<LabeledThread> threads) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new DatasetStream(format, FileKind.JSONL, SharedConversations.RULES)
        .write(ConversationSource.of(threads), out, Progress.NONE);
    String[] lines = out.toString(StandardCharsets.UTF_8).split("\n", -1);
    assertThat(lines).hasSizeGreaterThan(1);
    for (int at = 0; at < lines.length - 1; at++) {
      JsonNode row = Json.read(lines[at]);
      assertThat(schema.validate(row)).as(lines[at]).isEmpty();
    }
  }

  private static JsonSchema schema(String format) throws IOException {
    try (InputStream in =
        RowsBySchemaTest.class.getResourceAsStream("schema/" + format + ".json")) {
      return JsonSchemaFactory.getInstance(VersionFlag.V202012)
          .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
