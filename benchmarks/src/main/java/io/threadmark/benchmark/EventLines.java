package io.threadmark.benchmark;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** A batch of events as applications send them, an event a line. */
final class EventLines {
  private static final String QUESTION = "How do I get my money back? ".repeat(4);
  private static final String ANSWER = "An answer of the length that answers have. ".repeat(8);
  private static final String[] MODELS = {"large", "medium", "small", "tiny"};
  private static final String[] REASONS = {"wrong", "slow", "rude", "incomplete", "unsafe"};

  /** A model that traces are of. */
  static final String MODEL = MODELS[0];

  private final StringBuilder lines = new StringBuilder();
  private int events;

  int events() {
    return events;
  }

  /** The batch as it is sent. */
  byte[] bytes() {
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** An event as it is written. */
  void add(String event) {
    lines.append(event).append('\n');
    events++;
  }

  /** A trace, with the measures and under the dimensions that traces have. */
  void trace(String id, long number, String thread, Instant at) {
    long end = at.toEpochMilli();
    begin("trace");
    text("trace_id", id);
    text("thread_id", thread);
    text("name", "answer");
    text("status", number % 50 == 0 ? "ERROR" : "OK");
    number("start_time", end - 800 - number % 1_000);
    number("end_time", end);
    number("timestamp", end);
    text("input", QUESTION);
    text("output", ANSWER);
    text("model", MODELS[(int) (number % MODELS.length)]);
    lines
        .append(",\"usage\":{\"input_tokens\":")
        .append(100 + number % 100)
        .append(",\"output_tokens\":")
        .append(200 + number % 300)
        .append("},\"user\":{\"id\":\"u")
        .append(number % 5_000)
        .append("\",\"segments\":{\"plan\":\"")
        .append(number % 3 == 0 ? "pro" : "free")
        .append("\"}},\"tags\":{\"version\":\"1.")
        .append(number % 7)
        .append("\"}");
    end();
  }

  void message(String id, String thread, Instant at) {
    begin("message");
    text("message_id", id);
    text("thread_id", thread);
    text("role", "user");
    text("content", QUESTION);
    number("timestamp", at.toEpochMilli());
    end();
  }

  /** Feedback on a trace: a thumb, a number on a scale or a category, in turns. */
  void feedback(String id, long number, String trace, Instant at) {
    begin("feedback");
    text("feedback_id", id);
    text("trace_id", trace);
    long turn = number / 3;
    switch ((int) (number % 3)) {
      case 0 -> {
        text("name", "thumbs");
        lines.append(",\"value\":").append(turn % 4 != 0);
      }
      case 1 -> {
        text("name", "helpfulness");
        number("value", 1 + turn % 5);
        lines.append(",\"scale\":{\"min\":1,\"max\":5}");
      }
      default -> {
        text("name", "reason");
        text("value", REASONS[(int) (turn % REASONS.length)]);
      }
    }
    number("timestamp", at.toEpochMilli());
    end();
  }

  private void begin(String type) {
    lines.append("{\"type\":\"").append(type).append('"');
  }

  private void text(String name, String value) {
    lines.append(",\"").append(name).append("\":\"").append(value).append('"');
  }

  private void number(String name, long value) {
    lines.append(",\"").append(name).append("\":").append(value);
  }

  private void end() {
    lines.append("}\n");
    events++;
  }
}
