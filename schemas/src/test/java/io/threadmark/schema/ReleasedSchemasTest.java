package io.threadmark.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaFormatter;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every schema that was ever released is kept, and stays readable both ways: a reader of any
 * release reads what any other release wrote.
 */
class ReleasedSchemasTest {
  private static final Path RELEASED = Path.of("src/test/resources/released");

  static Stream<Topic> topics() {
    return Topics.all().stream().filter(topic -> !topic.internal());
  }

  @ParameterizedTest
  @MethodSource("topics")
  void everyReleaseReadsWhatEveryOtherWrote(Topic topic) throws IOException {
    Schema current = SpecificData.get().getSchema(topic.valueType());
    List<Schema> all = released(current.getName());
    all.add(current);
    for (Schema reader : all) {
      for (Schema writer : all) {
        assertThat(
                SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                    .getResult()
                    .getIncompatibilities())
            .as(current.getName())
            .isEmpty();
      }
    }
  }

  /** A release is made by copying what this test writes. */
  @Test
  void whatTheNextReleaseKeepsIsWritten() throws IOException {
    Path next = Files.createDirectories(Path.of("target/released"));
    for (Topic topic : topics().toList()) {
      Schema schema = SpecificData.get().getSchema(topic.valueType());
      Path file = next.resolve(schema.getName() + ".avsc");
      Files.writeString(file, SchemaFormatter.format("json/pretty", schema) + "\n");
      assertThat(new Schema.Parser().parse(file.toFile())).isEqualTo(schema);
    }
  }

  @Test
  void aChangeThatReadersCouldNotFollowIsFound() throws IOException {
    Schema released = released("Feedback").get(0);
    List<Schema.Field> fewer =
        released.getFields().stream()
            .filter(field -> !field.name().equals("feedback_id"))
            .map(field -> new Schema.Field(field, field.schema()))
            .toList();
    Schema broken =
        Schema.createRecord(released.getName(), null, released.getNamespace(), false, fewer);
    assertThat(SchemaCompatibility.checkReaderWriterCompatibility(released, broken).getType())
        .isEqualTo(SchemaCompatibilityType.INCOMPATIBLE);
  }

  private static List<Schema> released(String name) throws IOException {
    List<Schema> schemas = new java.util.ArrayList<>();
    try (Stream<Path> releases = Files.list(RELEASED)) {
      for (Path release : releases.sorted().toList()) {
        Path file = release.resolve(name + ".avsc");
        if (Files.exists(file)) {
          schemas.add(new Schema.Parser().parse(file.toFile()));
        }
      }
    }
    assertThat(schemas).as("released schemas of " + name).isNotEmpty();
    return schemas;
  }
}
