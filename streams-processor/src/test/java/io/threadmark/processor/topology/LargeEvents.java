package io.threadmark.processor.topology;

import io.threadmark.schema.Content;
import io.threadmark.schema.Erasure;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Ingest;
import io.threadmark.schema.Message;
import io.threadmark.schema.Scale;
import io.threadmark.schema.Source;
import io.threadmark.schema.Span;
import io.threadmark.schema.Stamp;
import io.threadmark.schema.Target;
import io.threadmark.schema.ThreadFacts;
import io.threadmark.schema.Trace;
import io.threadmark.schema.User;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Events of one project, thread and trace with what is as large as the limits let it be. */
final class LargeEvents {
  static final int KIB = 1024;
  static final int MIB = 1024 * KIB;

  /** Bytes of an event, less than what is read. */
  static final int EVENT = MIB;

  /** The longest key: every byte of it stands as three. */
  static final String PROJECT = "%".repeat(256);

  static final String THREAD = id('h');
  static final String TRACE = id('t');
  static final String REQUEST = id('r');

  private int second;

  /** Within some events, as many keys as are kept. */
  static List<Map<String, String>> metadata() {
    return IntStream.range(0, 4)
        .mapToObj(
            part -> {
              Map<String, String> some = new HashMap<>();
              words(128, 256)
                  .subList(part * 32, (part + 1) * 32)
                  .forEach(key -> some.put(key, '"' + "v".repeat(16 * KIB - 2) + '"'));
              return some;
            })
        .toList();
  }

  static User user(String id) {
    return new User(id + "i".repeat(255), "n".repeat(256), "e".repeat(256), entries(128, 256));
  }

  static Content text(int bytes) {
    return new Content("x".repeat(bytes), null);
  }

  static Map<String, String> entries(int count, int bytes) {
    Map<String, String> entries = new HashMap<>();
    words(count, 256).forEach(key -> entries.put(key, "v".repeat(bytes)));
    return entries;
  }

  /** Words that differ at their ends. */
  static List<String> words(int count, int bytes) {
    return IntStream.range(1_000, 1_000 + count)
        .mapToObj(number -> number + "w".repeat(bytes - 4))
        .toList();
  }

  static String id(char first) {
    return first + "%".repeat(255);
  }

  ThreadFacts facts(Consumer<ThreadFacts.Builder> more) {
    ThreadFacts.Builder facts =
        ThreadFacts.newBuilder()
            .setProjectId(PROJECT)
            .setThreadId(THREAD)
            .setStamp(stamp())
            .setIngest(ingest());
    more.accept(facts);
    return facts.build();
  }

  Trace trace(Consumer<Trace.Builder> more) {
    Trace.Builder trace =
        Trace.newBuilder()
            .setProjectId(PROJECT)
            .setTraceId(TRACE)
            .setStamp(stamp())
            .setIngest(ingest());
    more.accept(trace);
    return trace.build();
  }

  Message message(Consumer<Message.Builder> more) {
    Message.Builder message =
        Message.newBuilder()
            .setProjectId(PROJECT)
            .setThreadId(THREAD)
            .setMessageId(id('m'))
            .setRole("user")
            .setStamp(stamp())
            .setIngest(ingest());
    more.accept(message);
    return message.build();
  }

  Feedback feedback(String id, Target target, Content rationale) {
    return Feedback.newBuilder()
        .setProjectId(PROJECT)
        .setFeedbackId(id)
        .setStamp(stamp())
        .setTarget(target)
        .setName("n".repeat(256))
        .setKind("NUMERIC")
        .setValueJson(Integer.toString(second % 7))
        .setScale(new Scale(0.0, 7.0))
        .setRationale(rationale.getText())
        .setSource(new Source("HUMAN", "u".repeat(256)))
        .setOverrides(id('o'))
        .setIngest(ingest())
        .build();
  }

  Span span(String id, int bytes) {
    return Span.newBuilder()
        .setProjectId(PROJECT)
        .setTraceId(TRACE)
        .setSpanId(id)
        .setStamp(stamp())
        .setStartTimeNanos(Events.START.getEpochSecond() * 1_000_000_000L)
        .setAttributes("{\"a\":\"" + "x".repeat(bytes) + "\"}")
        .setIngest(ingest())
        .build();
  }

  private Stamp stamp() {
    second++;
    byte[] hash = new byte[64];
    ByteBuffer.wrap(hash).putInt(second);
    return new Stamp(Events.START.plusMillis(second), 0L, ByteBuffer.wrap(hash));
  }

  private static Ingest ingest() {
    return new Ingest(Events.START, "http");
  }

  Message message(int item, Consumer<Message.Builder> more) {
    return message(message -> more.accept(message.setMessageId("m" + item)));
  }

  Erasure erasure(int number) {
    return Erasure.newBuilder()
        .setProjectId(PROJECT)
        .setErasureId(number + "%".repeat(250))
        .setSubjectKind("thread")
        .setSubjectId(THREAD)
        .setStamp(stamp())
        .setIngest(ingest())
        .build();
  }
}
