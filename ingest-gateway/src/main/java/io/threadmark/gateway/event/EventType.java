package io.threadmark.gateway.event;

import io.threadmark.schema.Receipt.Subject;
import io.threadmark.schema.Topic;
import io.threadmark.schema.Topics;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an event is about, and so which topic it goes to. */
public enum EventType {
  TRACE("trace", "/api/v1/traces", Topics.TRACES, Subject.TRACE),
  MESSAGE("message", "/api/v1/messages", Topics.MESSAGES, Subject.MESSAGE),
  FEEDBACK("feedback", "/api/v1/feedback", Topics.FEEDBACK, Subject.FEEDBACK),
  THREAD("thread", "/api/v1/threads", Topics.THREAD_FACTS, Subject.THREAD);

  /** The words, for a person to read. */
  static final String WORDS =
      Arrays.stream(values()).map(EventType::word).collect(Collectors.joining(", "));

  private final String word;
  private final String address;

  @SuppressWarnings("ImmutableEnumChecker") // a record of immutable parts
  private final Topic topic;

  private final Subject subject;

  EventType(String word, String address, Topic topic, Subject subject) {
    this.word = word;
    this.address = address;
    this.topic = topic;
    this.subject = subject;
  }

  /** The type as the field {@code type} spells it. */
  public String word() {
    return word;
  }

  /** The path that takes events of this type alone. */
  public String address() {
    return address;
  }

  /** Where events of this type go. */
  public Topic topic() {
    return topic;
  }

  Subject subject() {
    return subject;
  }

  static Optional<EventType> of(String word) {
    return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
  }
}
