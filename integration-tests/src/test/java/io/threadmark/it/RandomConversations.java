package io.threadmark.it;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.testkit.Api;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes events about few things, so that much happens to each: traces move, feedback is said anew
 * of something else or taken back, and what it is said of may come later or never.
 */
final class RandomConversations {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final List<String> WORDS = List.of("apple", "pear", "plum", "fig", "quince");

  private final Random random;
  private final int threads;
  private final int traces;
  private final int pieces;
  private int second;

  /**
   * @param threads how many there are at most; there are more traces and more feedback
   */
  RandomConversations(Random random, int threads) {
    this.random = random;
    this.threads = threads;
    traces = threads + threads / 2;
    pieces = threads * 2;
  }

  /** All threads that there may be, those of traces alone among them. */
  List<String> threadIds() {
    TreeSet<String> ids = new TreeSet<>();
    IntStream.range(0, threads).forEach(number -> ids.add("th" + number));
    IntStream.range(0, traces).forEach(number -> ids.add("trace:t" + number));
    return List.copyOf(ids);
  }

  /** Some events, each a line. */
  String events(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> event().toString())
        .collect(Collectors.joining("\n"));
  }

  String anyThread() {
    return "th" + random.nextInt(threads);
  }

  private ObjectNode event() {
    ObjectNode event =
        switch (random.nextInt(8)) {
          case 0, 1 -> message();
          case 2, 3 -> trace();
          case 4 -> facts();
          default -> feedback();
        };
    return event.put("timestamp", START.plusSeconds(second++).toString());
  }

  private ObjectNode message() {
    ObjectNode message = of("message");
    message.put("thread_id", anyThread()).put("message_id", "m" + random.nextInt(4));
    message.put("role", one(List.of("user", "assistant", "tool"))).put("content", text());
    if (random.nextBoolean()) {
      message.put("trace_id", anyTrace());
    }
    return message;
  }

  private ObjectNode trace() {
    ObjectNode trace = of("trace");
    int number = random.nextInt(traces);
    trace.put("trace_id", "t" + number).put("client_request_id", "r" + number);
    trace.put("start_time", START.plusSeconds(number).toString());
    trace.put("model", one(List.of("m1", "m2"))).put("input", text()).put("output", text());
    trace.putObject("tags").put("env", one(List.of("prod", "dev")));
    if (random.nextInt(4) > 0) {
      trace.put("thread_id", anyThread());
    }
    return trace;
  }

  private ObjectNode facts() {
    ObjectNode facts = of("thread").put("thread_id", anyThread()).put("title", text());
    facts.putArray("intents").add(one(List.of("refund", "order")));
    facts.putObject("tags").put("env", one(List.of("prod", "dev")));
    return facts;
  }

  private ObjectNode feedback() {
    ObjectNode feedback = of("feedback").put("feedback_id", "f" + random.nextInt(pieces));
    switch (random.nextInt(4)) {
      case 0 -> feedback.put("thread_id", anyThread());
      case 1 -> feedback.put("client_request_id", "r" + random.nextInt(traces));
      default -> feedback.put("trace_id", anyTrace());
    }
    if (random.nextInt(6) == 0) {
      return feedback.put("retracted", true);
    }
    feedback.putObject("source").put("type", "HUMAN").put("id", one(List.of("u1", "u2")));
    if (random.nextBoolean()) {
      feedback.put("name", "stars").put("value", 1 + random.nextInt(5));
      feedback.putObject("scale").put("min", 1).put("max", 5);
      return feedback;
    }
    return feedback
        .put("name", "thumb")
        .put("value", random.nextBoolean())
        .put("rationale", text());
  }

  private String anyTrace() {
    return "t" + random.nextInt(traces);
  }

  private String text() {
    List<String> words = new ArrayList<>();
    IntStream.rangeClosed(0, random.nextInt(3)).forEach(i -> words.add(one(WORDS)));
    return String.join(" ", words);
  }

  private static ObjectNode of(String type) {
    return Api.JSON.createObjectNode().put("type", type);
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
