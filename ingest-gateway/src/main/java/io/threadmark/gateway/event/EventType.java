package io.threadmark.gateway.event;

import io.threadmark.schema.Receipt.Subject;
import io.threadmark.schema.Topic;
import io.threadmark.schema.Topics;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an event is about, and so which topic it goes to. */
public enum EventType {
  TRACE("trace", Topics.TRACES, Subject.TRACE),
  MESSAGE("message", Topics.MESSAGES, Subject.MESSAGE),
  FEEDBACK("feedback", Topics.FEEDBACK, Subject.FEEDBACK),
  THREAD("thread", Topics.THREAD_FACTS, Subject.THREAD),

  /** One step of a trace. What follows from it are events of the other types. */
  SPAN("span", Topics.SPANS, Subject.SPAN),

  /** A command to erase. Addresses give it, never a body, and no receipt can be waited for. */
  ERASURE("erasure", Topics.ERASURES, null),

  /** The settings of the project itself. They too come by an address of their own. */
  PROJECT("project", Topics.PROJECTS, null);

  /** Those that an event in a body may have. */
  private static final List<EventType> OF_BODIES = List.of(TRACE, MESSAGE, FEEDBACK, THREAD, SPAN);

  /** The words that an event in a body may have, for a person to read. */
  static final String WORDS =
      OF_BODIES.stream().map(EventType::word).collect(Collectors.joining(", "));

  private final String word;

  @SuppressWarnings("ImmutableEnumChecker") // a record of immutable parts
  private final Topic topic;

  private final Subject subject;

  EventType(String word, Topic topic, Subject subject) {
    this.word = word;
    this.topic = topic;
    this.subject = subject;
  }

  /** The type as the field {@code type} and the metrics spell it. */
  public String word() {
    return word;
  }

  /** Where events of this type go. */
  public Topic topic() {
    return topic;
  }

  Subject subject() {
    return subject;
  }

  /** The type of an event in a body, by its word. */
  static Optional<EventType> of(String word) {
    return OF_BODIES.stream().filter(type -> type.word.equals(word)).findFirst();
  }
}
