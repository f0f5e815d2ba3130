package io.threadmark.processor.index;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.threadmark.processor.index.Condition.Subject;
import io.threadmark.processor.rollup.counting.CountedValue;
import io.threadmark.processor.rollup.rows.Dimensions;
import io.threadmark.schema.LabeledFeedback;
import io.threadmark.schema.LabeledMessage;
import io.threadmark.schema.LabeledThread;
import io.threadmark.schema.LabeledTrace;
import io.threadmark.schema.Micros;
import io.threadmark.schema.TraceId;
import io.threadmark.schema.User;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * By what a thread, or something in it, is found, counted and put in order: the one place that says
 * which field comes from what.
 */
final class Described {
  private static final String ERROR = "ERROR";
  private static final JsonFactory JSON = new JsonFactory();

  private final Subject subject;
  private final List<Word> words = new ArrayList<>();
  private final List<Whole> wholes = new ArrayList<>();
  private final List<Texts.Text> texts;
  private final List<String> userTexts = new ArrayList<>();
  private String id;
  private String traceId;
  private Double number;

  /**
   * A value that is compared whole.
   *
   * @param counted whether facets count it
   */
  record Word(String field, String value, boolean counted) {}

  /** A whole number, such as a time in microseconds. */
  record Whole(String field, long value) {}

  private Described(Subject subject, List<Texts.Text> texts) {
    this.subject = subject;
    this.texts = texts;
  }

  /** A thread itself, without what is in it. */
  static Described of(LabeledThread thread) {
    Described made = new Described(Subject.THREAD, Texts.of(thread));
    made.id = thread.getThreadId();
    made.times(thread.getCreatedAt(), thread.getUpdatedAt());
    made.found(IndexFields.HAS_FEEDBACK, Boolean.toString(thread.getFeedbackCount() > 0));
    thread.getIntents().forEach(intent -> made.counted(IndexFields.INTENT, intent));
    thread.getIssues().forEach(issue -> made.counted(IndexFields.ISSUE, issue));
    made.tags(thread.getTags());
    made.user(thread.getUser());
    return made;
  }

  static Described of(LabeledMessage message) {
    Described made = new Described(Subject.MESSAGE, Texts.of(message));
    made.about(message.getTraceId());
    made.found(IndexFields.ROLE, message.getRole());
    return made;
  }

  static Described of(LabeledTrace trace) {
    Described made = new Described(Subject.TRACE, Texts.of(trace));
    made.id = trace.getTraceId();
    made.about(trace.getTraceId());
    made.times(trace.getCreatedAt(), trace.getUpdatedAt());
    Instant start = trace.getStartTime();
    Instant end = trace.getEndTime();
    if (end != null) {
      made.whole(IndexFields.ENDED, Micros.of(end));
    }
    if (start != null && end != null && !end.isBefore(start)) {
      made.whole(IndexFields.LATENCY, Micros.of(end) - Micros.of(start));
    }
    boolean failed = ERROR.equals(trace.getStatus()) || trace.getError() != null;
    made.found(IndexFields.HAS_ERROR, Boolean.toString(failed));
    made.counted(IndexFields.NAME, trace.getName());
    made.counted(IndexFields.STATUS, trace.getStatus());
    made.counted(IndexFields.MODEL, trace.getModel());
    made.found(IndexFields.REQUEST, trace.getClientRequestId());
    made.alike(trace.getTraceId());
    made.alike(trace.getClientRequestId());
    made.tags(trace.getTags());
    trace
        .getMetadata()
        .forEach(
            (key, json) ->
                made.found(IndexFields.METADATA, IndexFields.pair(key, withoutQuotes(json))));
    made.user(trace.getUser());
    return made;
  }

  static Described of(LabeledFeedback feedback) {
    Described made = new Described(Subject.FEEDBACK, Texts.of(feedback));
    made.about(feedback.getTraceId());
    CountedValue value =
        CountedValue.of(feedback.getKind(), feedback.getValueJson(), feedback.getError() != null);
    made.whole(IndexFields.UPDATED, Micros.of(feedback.getUpdatedAt()));
    made.counted(IndexFields.FEEDBACK_NAME, feedback.getName());
    made.counted(IndexFields.FEEDBACK_VALUE, value.shown());
    made.number = value.number() == null ? null : (Double) value.number().doubleValue();
    made.counted(IndexFields.POLARITY, feedback.getPolarity());
    made.counted(IndexFields.SIGNAL, feedback.getSignal());
    made.counted(IndexFields.SOURCE_TYPE, feedback.getSource().getType());
    made.found(IndexFields.SOURCE_ID, feedback.getSource().getId());
    return made;
  }

  Subject subject() {
    return subject;
  }

  /** The id of a thread or a trace; null of what is in them. */
  String id() {
    return id;
  }

  /** The trace that it is about, in its canonical form; null where it is about none. */
  String traceId() {
    return traceId;
  }

  List<Word> words() {
    return words;
  }

  List<Whole> wholes() {
    return wholes;
  }

  List<Texts.Text> texts() {
    return texts;
  }

  /** Of a user: id, name and address. */
  List<String> userTexts() {
    return userTexts;
  }

  /** The value of feedback as a number; null where it is none. */
  Double number() {
    return number;
  }

  private void about(String trace) {
    traceId = trace == null ? null : TraceId.canonical(trace);
  }

  private void times(Instant created, Instant updated) {
    whole(IndexFields.CREATED, Micros.of(created));
    whole(IndexFields.UPDATED, Micros.of(updated));
  }

  private void whole(String field, long value) {
    wholes.add(new Whole(field, value));
  }

  private void alike(String of) {
    if (of != null) {
      Likeness.of(of).forEach(form -> found(IndexFields.LIKE, form));
    }
  }

  private void tags(Map<String, String> tags) {
    tags.forEach((key, value) -> counted(IndexFields.TAG, IndexFields.pair(key, value)));
    counted(IndexFields.VERSION, Dimensions.version(tags));
  }

  private void user(User user) {
    if (user == null) {
      return;
    }
    counted(IndexFields.USER, user.getId());
    user.getSegments().forEach((key, value) -> counted(IndexFields.SEGMENT, key + ':' + value));
    for (String text : Arrays.asList(user.getId(), user.getName(), user.getEmail())) {
      if (text != null) {
        userTexts.add(text);
      }
    }
  }

  private void counted(String field, String value) {
    if (value != null) {
      words.add(new Word(field, value, true));
    }
  }

  private void found(String field, String value) {
    if (value != null) {
      words.add(new Word(field, value, false));
    }
  }

  /** A text without its quotes; what else JSON can be, as it was given. */
  private static String withoutQuotes(String json) {
    try (JsonParser parser = JSON.createParser(json)) {
      return parser.nextToken() == JsonToken.VALUE_STRING ? parser.getText() : json;
    } catch (IOException e) {
      return json;
    }
  }
}
