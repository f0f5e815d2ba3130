package io.threadmark.standalone.deadletters;

import io.threadmark.schema.DeadLetter;
import io.threadmark.schema.registry.RegistryFailure;
import io.threadmark.standalone.cli.Printable;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;

/** Tells everything of one letter to a person. */
final class LetterDescription {
  private static final int MOST_BYTES_SHOWN = 512;
  private static final String NONE = "none";

  private final Deserializer<SpecificRecord> deserializer;

  /**
   * @param deserializer reads the values of input topics
   */
  LetterDescription(Deserializer<SpecificRecord> deserializer) {
    this.deserializer = deserializer;
  }

  /** The description, a line each. */
  List<String> lines(Letter letter) {
    DeadLetter content = letter.content();
    byte[] key = letter.key();
    List<String> lines = new ArrayList<>();
    lines.add(line("letter", letter.address().toString()));
    lines.add(line("when", letter.time().toString()));
    lines.add(line("reason", content.getReason()));
    lines.add(line("message", content.getMessage()));
    lines.add(line("stage", content.getStage()));
    lines.add(line("topic", content.getTopic()));
    lines.add(line("partition", Integer.toString(content.getPartition())));
    lines.add(line("offset", Long.toString(content.getOffset())));
    lines.add(line("record time", content.getRecordTime().toString()));
    lines.add(line("key", key == null ? NONE : Printable.of(key)));
    lines.add(line("exception", orNone(content.getException())));
    lines.add(line("stack digest", orNone(content.getStackDigest())));
    lines.add(line("size", "%,d bytes".formatted(letter.size())));
    addValue(lines, content.getTopic(), letter.value());
    return lines;
  }

  private void addValue(List<String> lines, String topic, byte[] value) {
    if (value == null) {
      lines.add(line("value", "none was kept: there was none, or it had more than 4 MiB"));
      return;
    }
    String size = "%,d bytes".formatted(value.length);
    try {
      SpecificRecord read = deserializer.deserialize(topic, value);
      lines.add(line("value", size + ", " + read.getSchema().getFullName()));
      lines.addAll(AvroJson.lines(read));
    } catch (RuntimeException e) {
      lines.add(line("value", size + ", which cannot be read: " + reason(e)));
      lines.addAll(HexDump.lines(value, MOST_BYTES_SHOWN));
    }
  }

  private static String reason(RuntimeException failure) {
    return RegistryFailure.of(failure) == RegistryFailure.UNKNOWN_SCHEMA
        ? "the schema registry does not know its schema"
        : failure.getMessage();
  }

  private static String orNone(String text) {
    return text == null ? NONE : text;
  }

  private static String line(String name, String text) {
    return "%-14s%s".formatted(name, Printable.of(text));
  }
}
