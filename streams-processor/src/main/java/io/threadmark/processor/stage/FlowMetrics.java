package io.threadmark.processor.stage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.threadmark.processor.feedback.rows.FeedbackListing.Entry;
import io.threadmark.processor.feedback.rows.FeedbackListing.State;
import io.threadmark.processor.span.rows.SpanOutcome;
import io.threadmark.schema.DeadLetter;
import io.threadmark.schema.Topic;
import io.threadmark.schema.Topics;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what flows through the stages of this process since it began. What a crash undoes and does
 * again is counted again; how much there is, {@link
 * io.threadmark.processor.feedback.rows.FeedbackCounts} tell exactly.
 */
public final class FlowMetrics {
  private static final List<Topic> INPUTS =
      List.of(
          Topics.TRACES,
          Topics.MESSAGES,
          Topics.THREAD_FACTS,
          Topics.FEEDBACK,
          Topics.SPANS,
          Topics.ERASURES);

  private static final List<String> REASONS =
      List.of(
          "unreadable",
          "unknown_schema",
          "invalid_key",
          "wrong_partition",
          "too_large",
          "invalid",
          "failed");

  private record Death(String topic, String reason) {}

  private final MeterRegistry registry;
  private final Map<String, Counter> read = new ConcurrentHashMap<>();
  private final Map<Death, Counter> dead = new ConcurrentHashMap<>();
  private final Map<FeedbackOutcome, Counter> feedback = new EnumMap<>(FeedbackOutcome.class);
  private final Map<SpanOutcome, Counter> spans = new EnumMap<>(SpanOutcome.class);
  private final Map<State, Counter> entered = new EnumMap<>(State.class);
  private final Counter removed;
  private final Counter threads;
  private final Counter threadsWithdrawn;
  private final Counter unmatched;
  private final Counter unmatchedWithdrawn;

  /** All that is known to come is there from the start: a rate needs a first value. */
  public FlowMetrics(MeterRegistry registry) {
    this.registry = registry;
    for (Topic topic : INPUTS) {
      read.put(
          topic.name(),
          counter(
              "events.read", "Records of an input topic that are events", "topic", topic.name()));
      REASONS.forEach(
          reason -> dead.put(new Death(topic.name(), reason), deaths(topic.name(), reason)));
    }
    for (FeedbackOutcome outcome : FeedbackOutcome.values()) {
      feedback.put(
          outcome,
          counter(
              "feedback.versions",
              "Versions of feedback that were read, by what they came to",
              "outcome",
              word(outcome)));
    }
    for (SpanOutcome outcome : SpanOutcome.values()) {
      spans.put(
          outcome,
          counter(
              "spans.read",
              "Spans that were read, by what they came to",
              "outcome",
              word(outcome)));
    }
    for (State state : State.values()) {
      entered.put(
          state,
          counter(
              "feedback.entered",
              "Pieces of feedback that came into a state of their join",
              "state",
              word(state)));
    }
    removed = counter("feedback.removed", "Feedback ids that were erased, or too old to be kept");
    String labeled = "Records written to the labeled threads, by whether the thread stands there";
    threads = counter("labeled.threads.published", labeled, "record", "thread");
    threadsWithdrawn = counter("labeled.threads.published", labeled, "record", "tombstone");
    String told = "Records written to the unmatched feedback, by whether it stands there";
    unmatched = counter("unmatched.feedback.published", told, "record", "feedback");
    unmatchedWithdrawn = counter("unmatched.feedback.published", told, "record", "tombstone");
  }

  /** An event was read from an input topic. */
  public void read(Topic topic) {
    read.get(topic.name()).increment();
  }

  /** A record went to the dead letters. */
  public void dead(DeadLetter letter) {
    dead.computeIfAbsent(
            new Death(letter.getTopic(), letter.getReason()),
            death -> deaths(death.topic, death.reason))
        .increment();
  }

  /** A thread was published, or withdrawn where it is null. */
  public void publishedThread(Object thread) {
    (thread == null ? threadsWithdrawn : threads).increment();
  }

  /** Unmatched feedback was told, or withdrawn where it is null. */
  public void publishedUnmatched(Object told) {
    (told == null ? unmatchedWithdrawn : unmatched).increment();
  }

  public Counter feedback(FeedbackOutcome outcome) {
    return feedback.get(outcome);
  }

  public Counter span(SpanOutcome outcome) {
    return spans.get(outcome);
  }

  public Counter removed() {
    return removed;
  }

  /** Counts a piece that comes into another state; either entry may be null. */
  public Optional<Counter> entered(Entry was, Entry is) {
    boolean stays = is == null || (was != null && was.state() == is.state());
    return stays ? Optional.empty() : Optional.of(entered.get(is.state()));
  }

  private Counter deaths(String topic, String reason) {
    return counter(
        "dead.letters", "Records that went to the dead letters", "topic", topic, "reason", reason);
  }

  private Counter counter(String name, String description, String... tags) {
    return Counter.builder("threadmark.processor." + name)
        .description(description)
        .tags(tags)
        .register(registry);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
