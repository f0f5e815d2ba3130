package io.threadmark.it;

import io.threadmark.schema.LabeledFeedback;
import io.threadmark.schema.LabeledMessage;
import io.threadmark.schema.LabeledThread;
import io.threadmark.schema.LabeledTrace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Knows every event that was ever sent, and what must be there once all of them have come. It folds
 * its own account and shares no code with the product.
 */
final class CrashLedger {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** A labeled thread, by the ids in it. */
  record Whole(Set<String> messages, Set<String> traces, Map<String, String> feedback) {
    static Whole empty() {
      return new Whole(new TreeSet<>(), new TreeSet<>(), new TreeMap<>());
    }

    static Whole of(LabeledThread thread) {
      Whole whole = empty();
      for (LabeledMessage message : thread.getMessages()) {
        whole.messages.add(message.getMessageId());
      }
      for (LabeledTrace trace : thread.getTraces()) {
        whole.traces.add(trace.getTraceId());
      }
      for (LabeledFeedback feedback : thread.getFeedback()) {
        whole.feedback.put(
            feedback.getFeedbackId(), feedback.getValueJson() + " on " + feedback.getTraceId());
      }
      boolean twice =
          thread.getMessages().size() != whole.messages.size()
              || thread.getTraces().size() != whole.traces.size()
              || thread.getFeedback().size() != whole.feedback.size();
      if (twice) {
        throw new AssertionError("something is there twice: " + thread.getThreadId());
      }
      if (thread.getTruncated()) {
        throw new AssertionError("larger than this ledger can compare: " + thread.getThreadId());
      }
      return whole;
    }

    private boolean isLabeled() {
      return !feedback.isEmpty();
    }
  }

  private final Map<String, Whole> threads = new TreeMap<>();
  private final Set<String> pending = new TreeSet<>();
  private final Set<String> retracted = new TreeSet<>();
  private final Set<String> refused = new TreeSet<>();
  private final Random random;
  private final int threadCount;
  private final String padding;
  private int turns;

  /**
   * @param padding characters of text in each event
   */
  CrashLedger(long seed, int threadCount, int padding) {
    this.random = new Random(seed);
    this.threadCount = threadCount;
    this.padding = "x".repeat(padding);
  }

  /** The events of so many more turns of conversations, shuffled, in batches. */
  List<String> more(int count, int batch) {
    List<String> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      turn(turns++, events);
    }
    Collections.shuffle(events, random);
    List<String> batches = new ArrayList<>();
    for (int from = 0; from < events.size(); from += batch) {
      batches.add(String.join("\n", events.subList(from, Math.min(events.size(), from + batch))));
    }
    return batches;
  }

  /** Feedback on one client request id, whose trace says later that it is in another thread. */
  List<String> muchFeedback(int count, String id, int batch) {
    List<String> batches = new ArrayList<>();
    List<String> events = new ArrayList<>();
    events.add(trace(id, "from-" + id, 0));
    for (int i = 0; i < count; i++) {
      events.add(feedback(pieceOf(id, i), "r" + id, "true", "one of many", 0));
      if (events.size() == batch || i == count - 1) {
        batches.add(String.join("\n", events));
        events.clear();
      }
    }
    return batches;
  }

  /** The id of a piece of {@link #muchFeedback}. */
  static String pieceOf(String id, int i) {
    return "%s-%06d".formatted(id, i);
  }

  /** The word by which the feedback of {@link #muchFeedback} moves. */
  String move(String id) {
    return trace(id, "to-" + id, 1);
  }

  /** What a topic has of the threads that turns were told of. */
  static Map<String, Whole> ofTurns(Map<String, Optional<Whole>> topic) {
    Map<String, Whole> threads = new TreeMap<>();
    topic.forEach((key, thread) -> thread.ifPresent(whole -> threads.put(key, whole)));
    return threads;
  }

  /** Labeled threads as they must be. */
  Map<String, Whole> labeled() {
    Map<String, Whole> labeled = new TreeMap<>();
    threads.forEach(
        (id, thread) -> {
          if (thread.isLabeled()) {
            labeled.put("default/h/" + id, thread);
          }
        });
    return labeled;
  }

  /** A thread of the topic by the ids in it; of those of {@link #muchFeedback}, nothing. */
  static Optional<Whole> of(LabeledThread thread) {
    return Optional.of(thread).filter(one -> one.getThreadId().startsWith("th")).map(Whole::of);
  }

  Set<String> pending() {
    return pending;
  }

  Set<String> retracted() {
    return retracted;
  }

  /** Feedback ids that no gateway takes. */
  Set<String> refused() {
    return refused;
  }

  int turns() {
    return turns;
  }

  private void turn(int i, List<String> events) {
    String home = "th" + i % threadCount;
    String moved = "th" + (i + 1) % threadCount;
    String value = "true";
    boolean moves = i % 11 == 3;
    boolean retracts = i % 7 == 2;
    events.add(message(home, "m" + i, i));
    events.add(trace("t" + i, home, 10 * i));
    events.add(feedback("f" + i, "rt" + i, value, 10 * i));
    if (i % 5 == 1) {
      value = "false";
      events.add(feedback("f" + i, "rt" + i, value, 10 * i + 1));
    }
    if (moves) {
      events.add(trace("t" + i, moved, 10 * i + 1));
    }
    if (retracts) {
      events.add(
          "{\"type\":\"feedback\",\"feedback_id\":\"f%d\",\"retracted\":true,%s}"
              .formatted(i, at(10 * i + 2)));
      retracted.add("f" + i);
    }
    if (i % 17 == 5) {
      events.add(feedback("p" + i, "nobody" + i, "true", i));
      pending.add("p" + i);
    }
    if (i % 13 == 4) {
      events.add(
          "{\"type\":\"feedback\",\"feedback_id\":\"bad%d\",\"value\":true,%s}"
              .formatted(i, at(i)));
      refused.add("bad" + i);
    }
    Whole thread = thread(moves ? moved : home);
    thread(home).messages.add("m" + i);
    thread.traces.add("t" + i);
    if (!retracts) {
      thread.feedback.put("f" + i, value + " on t" + i);
    }
  }

  private Whole thread(String id) {
    return threads.computeIfAbsent(id, key -> Whole.empty());
  }

  private String message(String thread, String id, int second) {
    return "{\"type\":\"message\",\"thread_id\":\"%s\",\"message_id\":\"%s\",\"role\":\"user\",\"content\":\"%s\",%s}"
        .formatted(thread, id, padding, at(second));
  }

  private String trace(String id, String thread, int second) {
    return "{\"type\":\"trace\",\"trace_id\":\"%1$s\",\"client_request_id\":\"r%1$s\",\"thread_id\":\"%2$s\",\"output\":\"%3$s\",%4$s}"
        .formatted(id, thread, padding, at(second));
  }

  private String feedback(String id, String request, String value, int second) {
    return feedback(id, request, value, padding, second);
  }

  private static String feedback(
      String id, String request, String value, String rationale, int second) {
    return "{\"type\":\"feedback\",\"feedback_id\":\"%s\",\"client_request_id\":\"%s\",\"value\":%s,\"rationale\":\"%s\",%s}"
        .formatted(id, request, value, rationale, at(second));
  }

  private static String at(int second) {
    return "\"timestamp\":\"" + START.plusSeconds(second) + "\"";
  }
}
