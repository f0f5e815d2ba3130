package io.threadmark.standalone.deadletters;

import static io.threadmark.standalone.deadletters.SampleLetters.content;
import static io.threadmark.standalone.deadletters.SampleLetters.letter;
import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.schema.Ingest;
import io.threadmark.schema.Stamp;
import io.threadmark.schema.Trace;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class LetterDescriptionTest {
  private static final LetterDescription OF_GARBAGE =
      new LetterDescription(
          (topic, value) -> {
            throw new SerializationException("not in the wire format");
          });

  @Test
  void tellsEverythingAndTheValueAsJson() {
    Trace trace =
        Trace.newBuilder()
            .setProjectId("default")
            .setTraceId("t1")
            .setName("\033\u009b")
            .setTags(new HashMap<>(Map.of("env", "prod")))
            .setStamp(
                new Stamp(SampleLetters.TIME, 0L, ByteBuffer.wrap(new byte[] {1, (byte) 0xAB})))
            .setIngest(new Ingest(SampleLetters.TIME, "http"))
            .build();

    assertThat(
            String.join(
                "\n",
                new LetterDescription((topic, value) -> trace)
                    .lines(letter(content("wrong_partition").build()))))
        .isEqualTo(
            """
            letter        0:7
            when          2026-01-01T00:00:00Z
            reason        wrong_partition
            message       what is wrong
            stage         resolve
            topic         threadmark.traces
            partition     3
            offset        17
            record time   2026-01-01T00:00:00Z
            key           default/t/t1
            exception     none
            stack digest  none
            size          100 bytes
            value         5 bytes, io.threadmark.schema.Trace
            {
              "project_id" : "default",
              "trace_id" : "t1",
              "stamp" : {
                "event_time" : "2026-01-01T00:00:00Z",
                "revision" : 0,
                "content_hash" : "01ab"
              },
              "precedence" : 0,
              "name" : "\\u001B\\u009b",
              "usage" : { },
              "tags" : {
                "env" : "prod"
              },
              "metadata" : { },
              "clear" : [ ],
              "ingest" : {
                "received_at" : "2026-01-01T00:00:00Z",
                "door" : "http"
              }
            }""");
  }

  @Test
  void aValueThatCannotBeReadIsDumped() {
    assertThat(OF_GARBAGE.lines(letter(content("unreadable").build())))
        .contains("value         5 bytes, which cannot be read: not in the wire format")
        .endsWith("00000000  76 61 6c 75 65 " + "   ".repeat(11) + " |value|");
  }

  @Test
  void ofALongValueTheBeginningIsDumped() {
    ByteBuffer value = ByteBuffer.wrap(new byte[2000]);

    assertThat(OF_GARBAGE.lines(letter(content("unreadable").setValue(value).build())))
        .anyMatch(line -> line.startsWith("000001f0  00 "))
        .noneMatch(line -> line.startsWith("00000200"))
        .endsWith("… and 1,488 bytes more");
  }

  @Test
  void aValueThatWasNotKeptIsTold() {
    assertThat(OF_GARBAGE.lines(letter(content("too_large").setValue(null).setKey(null).build())))
        .contains("key           none")
        .endsWith("value         none was kept: there was none, or it had more than 4 MiB");
  }
}
