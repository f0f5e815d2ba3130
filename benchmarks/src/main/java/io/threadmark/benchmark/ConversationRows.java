package io.threadmark.benchmark;

import io.threadmark.processor.resolve.rows.FeedbackRows;
import io.threadmark.processor.thread.rows.ThreadWatcher;
import io.threadmark.processor.thread.rows.ThreadWriter;
import io.threadmark.schema.Content;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Ingest;
import io.threadmark.schema.Key;
import io.threadmark.schema.Message;
import io.threadmark.schema.Micros;
import io.threadmark.schema.Source;
import io.threadmark.schema.Stamp;
import io.threadmark.schema.Target;
import io.threadmark.schema.User;
import io.threadmark.schema.state.FactsRow;
import io.threadmark.schema.state.LiveFeedback;
import io.threadmark.schema.state.PlacedFeedback;
import io.threadmark.schema.state.Rank;
import io.threadmark.schema.state.Register;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A thread as {@link Conversation} has it, as rows: a question, the trace of its answer, the
 * answer, and one or two pieces of feedback.
 */
final class ConversationRows {
  private static final Words WORDS = new Words();
  private static final String PROJECT = "acme";
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final String id;
  private final SplittableRandom random;
  private final ThreadWriter writer;
  private final String question;
  private final String answer;
  private final int events;
  private int made;

  ConversationRows(int number, ToldRows rows) {
    id = "conversation-" + number;
    random = new SplittableRandom(number);
    writer = new ThreadWriter(rows, Key.thread(PROJECT, id).bytes(), ThreadWatcher.NONE);
    question = WORDS.text(random, 40 + random.nextInt(61));
    answer = WORDS.text(random, 40 + random.nextInt(61));
    events = 4 + random.nextInt(2);
  }

  /** Makes its next event; returns whether there is another. */
  boolean next(long second) {
    Instant at = START.plusSeconds(second);
    switch (made) {
      case 0 -> writer.merge(message("user", question, at));
      case 1 -> writer.put(id, traceKey(), trace(at));
      case 2 -> writer.merge(message("assistant", answer, at));
      default -> writer.put(made + id, traceKey(), feedback(at));
    }
    return ++made < events;
  }

  private String traceKey() {
    return Key.trace(PROJECT, id).toString();
  }

  private static Stamp stamp(Instant at) {
    return new Stamp(at, 0L, ByteBuffer.wrap(new byte[16]));
  }

  private Message message(String role, String text, Instant at) {
    int who = random.nextInt(5_000);
    return Message.newBuilder()
        .setProjectId(PROJECT)
        .setThreadId(id)
        .setMessageId(role + '-' + id)
        .setStamp(stamp(at))
        .setRole(role)
        .setContent(new Content(text, null))
        .setUser(
            role.equals("user")
                ? new User(
                    "u" + who,
                    "User " + who,
                    "u" + who + "@example.com",
                    Map.of("plan", who % 3 == 0 ? "pro" : "free"))
                : null)
        .setTraceId(role.equals("user") ? null : id)
        .setIngest(new Ingest(at, "http"))
        .build();
  }

  private FactsRow trace(Instant at) {
    long micros = Micros.of(at);
    Map<String, Register> registers = new TreeMap<>();
    registers.put("name", new Register(0, "answer"));
    registers.put("model", new Register(0, "model-" + random.nextInt(4)));
    registers.put("status", new Register(0, random.nextInt(50) == 0 ? "ERROR" : "OK"));
    registers.put("start_time", new Register(0, Long.toString(micros - 900_000)));
    registers.put("end_time", new Register(0, Long.toString(micros)));
    registers.put("input", new Register(0, "t" + question));
    registers.put("output", new Register(0, "t" + answer));
    registers.put("user_id", new Register(0, "u" + random.nextInt(5_000)));
    registers.put("segments/plan", new Register(0, random.nextBoolean() ? "pro" : "free"));
    registers.put("tags/topic", new Register(0, "topic " + random.nextInt(6)));
    registers.put("tags/version", new Register(0, "1." + random.nextInt(7)));
    return new FactsRow(
        List.of(new Rank(0L, micros, 0L, ByteBuffer.wrap(new byte[16]))),
        registers,
        micros,
        micros,
        0L);
  }

  private PlacedFeedback feedback(Instant at) {
    boolean thumb = made == 3;
    Feedback said =
        Feedback.newBuilder()
            .setProjectId(PROJECT)
            .setFeedbackId(made + id)
            .setStamp(stamp(at))
            .setTarget(new Target(id, null, null, null, null))
            .setName(thumb ? "thumbs" : "helpfulness")
            .setKind(thumb ? "BOOLEAN" : "NUMERIC")
            .setValueJson(
                thumb
                    ? Boolean.toString(random.nextInt(4) != 0)
                    : Integer.toString(1 + random.nextInt(5)))
            .setRationale(thumb ? null : WORDS.text(random, 10))
            .setSource(new Source("HUMAN", "u1"))
            .setIngest(new Ingest(at, "http"))
            .build();
    long micros = Micros.of(at);
    PlacedFeedback placed = FeedbackRows.onThread(new LiveFeedback(said, null, micros, micros), id);
    placed.setTraceId(id);
    placed.setMatchedAt(micros);
    return placed;
  }
}
