package io.threadmark.processor.stage;

import io.threadmark.schema.state.ClaimHop;
import io.threadmark.schema.state.FeedbackHop;
import io.threadmark.schema.state.MentionHop;
import io.threadmark.schema.state.OverrideHop;
import io.threadmark.schema.state.ThreadHop;
import io.threadmark.schema.state.UnmatchedHop;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;

/**
 * That an erasure waits until a hop was taken in. It stands in a header, as it is nothing of what
 * the hop says.
 *
 * @param erasure the key of the command that waits
 * @param depth how many steps the command is away
 */
public record Awaited(String erasure, int depth) {
  private static final String HEADER = "threadmark-awaited";
  private static final char END_OF_DEPTH = ' ';

  /** What carries rows to whoever shows them. Other records tell of themselves, or nobody. */
  private static final Set<Class<?>> HOPS =
      Set.of(
          OverrideHop.class,
          FeedbackHop.class,
          ClaimHop.class,
          MentionHop.class,
          ThreadHop.class,
          UnmatchedHop.class);

  /** Whether an erasure may wait until a record was taken in. */
  static boolean canBe(SpecificRecord value) {
    return value != null && HOPS.contains(value.getClass());
  }

  /** Who waits for a record; null where nobody does. */
  static Awaited of(Record<byte[], SpecificRecord> record) {
    Header header = canBe(record.value()) ? record.headers().lastHeader(HEADER) : null;
    if (header == null) {
      return null;
    }
    String text = new String(header.value(), StandardCharsets.UTF_8);
    int end = text.indexOf(END_OF_DEPTH);
    return new Awaited(text.substring(end + 1), Integer.parseInt(text.substring(0, end)));
  }

  Headers headers() {
    String text = Integer.toString(depth) + END_OF_DEPTH + erasure;
    return new RecordHeaders().add(HEADER, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The same for what follows from it. */
  Awaited next() {
    return new Awaited(erasure, depth + 1);
  }

  byte[] erasureKey() {
    return erasure.getBytes(StandardCharsets.UTF_8);
  }
}
