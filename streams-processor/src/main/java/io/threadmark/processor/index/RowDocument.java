package io.threadmark.processor.index;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.threadmark.processor.facts.Facts;
import io.threadmark.processor.feedback.rows.Polarity;
import io.threadmark.processor.rollup.counting.CountedValue;
import io.threadmark.processor.rollup.rows.Dimensions;
import io.threadmark.processor.thread.rows.ThreadRow;
import io.threadmark.processor.thread.rows.TraceMeasures;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Key;
import io.threadmark.schema.LabeledMessage;
import io.threadmark.schema.LabeledTrace;
import io.threadmark.schema.Micros;
import io.threadmark.schema.TraceId;
import io.threadmark.schema.User;
import io.threadmark.schema.state.FactsRow;
import io.threadmark.schema.state.HeadRow;
import io.threadmark.schema.state.PlacedFeedback;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoubleField;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.util.BytesRef;

/** What is kept of one row: by what it is found, counted and put in order. */
final class RowDocument {
  private static final JsonFactory JSON = new JsonFactory();

  private final Document document = new Document();
  private final String project;
  private final String thread;

  /** Names the trace that it is about in its thread; null where it is about none. */
  private String trace;

  private RowDocument(ThreadRow row, byte[] key) {
    thread = row.thread();
    project = Key.parse(thread).project();
    BytesRef name = new BytesRef(key);
    document.add(new StringField(IndexFields.ROW, name, Field.Store.YES));
    document.add(
        new StringField(IndexFields.OF, IndexFields.of(row.kind(), project), Field.Store.NO));
    document.add(new StringField(IndexFields.THREAD, Terms.of(row.thread()), Field.Store.NO));
  }

  /**
   * Of a row as it stands; null where there is nothing to find it by: another piece of feedback
   * supersedes it.
   */
  static RowDocument of(ThreadRow row, byte[] key, byte[] value) {
    RowDocument made = new RowDocument(row, key);
    switch (row.kind()) {
      case HEAD -> made.head(Key.parse(row.thread()).id(), ThreadRow.head(value));
      case MESSAGE -> made.message(row.message(value));
      case TRACE -> made.trace(row, ThreadRow.facts(value), row.trace(value));
      case FEEDBACK -> {
        PlacedFeedback placed = ThreadRow.feedback(value);
        if (placed.getLive().getSupersededBy() != null) {
          return null;
        }
        made.feedback(placed);
      }
    }
    Texts.of(row, value)
        .forEach(
            text ->
                made.document.add(new TextField(IndexFields.TEXT, text.text(), Field.Store.NO)));
    return made;
  }

  /** Names the trace that it is about in its thread; null where it is about none. */
  String trace() {
    return trace;
  }

  /**
   * The document, once its thread and its trace have their numbers.
   *
   * @param traceNumber is not read where it is about no trace
   */
  Document numbered(int threadNumber, int traceNumber) {
    document.add(new NumericDocValuesField(IndexFields.THREAD_NUMBER, threadNumber));
    if (trace != null) {
      document.add(new NumericDocValuesField(IndexFields.TRACE_NUMBER, traceNumber));
    }
    return document;
  }

  private void head(String id, HeadRow head) {
    id(id);
    times(head.getCreatedAt(), head.getUpdatedAt());
    flag(IndexFields.HAS_FEEDBACK, head.getFeedbackCount() > 0);
    head.getIntents().forEach(intent -> word(IndexFields.INTENT, intent));
    head.getIssues().forEach(issue -> word(IndexFields.ISSUE, issue));
    pairs(IndexFields.TAG, head.getTags());
    word(IndexFields.VERSION, Dimensions.version(head.getTags()));
    user(head.getUser());
  }

  private void message(LabeledMessage message) {
    about(message.getTraceId());
    found(IndexFields.ROLE, message.getRole());
  }

  private void trace(ThreadRow row, FactsRow facts, LabeledTrace seen) {
    about(row.id());
    id(row.id());
    found(IndexFields.TRACE, Key.trace(project, row.id()).toString());
    TraceMeasures measures = TraceMeasures.of(facts);
    times(measures.beganAt(), Facts.of(facts).updatedAt());
    if (seen.getEndTime() != null) {
      document.add(new NumericDocValuesField(IndexFields.ENDED, Micros.of(seen.getEndTime())));
    }
    if (measures.latency() != null) {
      document.add(new NumericDocValuesField(IndexFields.LATENCY, measures.latency()));
    }
    flag(IndexFields.HAS_ERROR, measures.failed());
    word(IndexFields.NAME, seen.getName());
    word(IndexFields.STATUS, seen.getStatus());
    word(IndexFields.MODEL, seen.getModel());
    found(IndexFields.REQUEST, seen.getClientRequestId());
    alike(row.id());
    alike(seen.getClientRequestId());
    word(IndexFields.VERSION, Dimensions.version(seen.getTags()));
    pairs(IndexFields.TAG, seen.getTags());
    seen.getMetadata()
        .forEach((key, json) -> found(IndexFields.METADATA, IndexFields.pair(key, plain(json))));
    user(seen.getUser());
  }

  private void alike(String id) {
    if (id != null) {
      Likeness.of(id).forEach(form -> found(IndexFields.LIKE, form));
    }
  }

  private void feedback(PlacedFeedback placed) {
    Feedback feedback = placed.getLive().getFeedback();
    about(placed.getTraceId());
    CountedValue value = CountedValue.of(feedback);
    document.add(
        new NumericDocValuesField(
            IndexFields.UPDATED, Micros.of(feedback.getStamp().getEventTime())));
    word(IndexFields.FEEDBACK_NAME, feedback.getName());
    word(IndexFields.FEEDBACK_VALUE, value.shown());
    if (value.number() != null) {
      document.add(
          new DoubleField(IndexFields.NUMBER, value.number().doubleValue(), Field.Store.NO));
    }
    word(IndexFields.POLARITY, Polarity.of(feedback).name());
    word(IndexFields.SIGNAL, feedback.getSignal());
    word(IndexFields.SOURCE_TYPE, feedback.getSource().getType());
    found(IndexFields.SOURCE_ID, feedback.getSource().getId());
  }

  private void about(String traceId) {
    if (traceId != null) {
      trace = IndexFields.pair(thread, Key.trace(project, TraceId.canonical(traceId)).toString());
      document.add(new StringField(IndexFields.TRACE_IN_THREAD, Terms.of(trace), Field.Store.NO));
    }
  }

  private void id(String id) {
    document.add(
        new BinaryDocValuesField(
            IndexFields.ID, new BytesRef(id.getBytes(StandardCharsets.UTF_8))));
  }

  private void times(long created, long updated) {
    document.add(new NumericDocValuesField(IndexFields.CREATED, created));
    document.add(new NumericDocValuesField(IndexFields.UPDATED, updated));
  }

  private void flag(String field, boolean is) {
    document.add(new StringField(field, Boolean.toString(is), Field.Store.NO));
  }

  private void user(User user) {
    if (user == null) {
      return;
    }
    word(IndexFields.USER, user.getId());
    user.getSegments().forEach((name, value) -> word(IndexFields.SEGMENT, name + ':' + value));
    for (String text : java.util.Arrays.asList(user.getId(), user.getName(), user.getEmail())) {
      if (text != null) {
        document.add(new TextField(IndexFields.USER_TEXT, text, Field.Store.NO));
      }
    }
  }

  private void pairs(String field, Map<String, String> values) {
    values.forEach((key, value) -> word(field, IndexFields.pair(key, value)));
  }

  /** Found by its whole value, and counted in facets. */
  private void word(String field, String value) {
    found(field, value);
    if (value != null) {
      document.add(new SortedSetDocValuesField(field, Terms.of(value)));
    }
  }

  /** Found by its whole value. */
  private void found(String field, String value) {
    if (value != null) {
      document.add(new StringField(field, Terms.of(value), Field.Store.NO));
    }
  }

  /** A text without its quotes; what else JSON can be, as it was given. */
  private static String plain(String json) {
    try (JsonParser parser = JSON.createParser(json)) {
      return parser.nextToken() == JsonToken.VALUE_STRING ? parser.getText() : json;
    } catch (IOException e) {
      return json;
    }
  }
}
