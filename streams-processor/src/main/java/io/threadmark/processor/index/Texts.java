package io.threadmark.processor.index;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.threadmark.processor.thread.rows.ThreadRow;
import io.threadmark.schema.Content;
import io.threadmark.schema.LabeledFeedback;
import io.threadmark.schema.LabeledMessage;
import io.threadmark.schema.LabeledThread;
import io.threadmark.schema.LabeledTrace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The texts of a row that people search in. Of JSON it is the texts and numbers in it. */
final class Texts {
  private static final JsonFactory JSON = new JsonFactory();

  private Texts() {}

  /** A text, and the field that shows it. */
  record Text(String field, String text) {}

  /** The texts of a row, in the order in which they are shown. */
  static List<Text> of(ThreadRow row, byte[] value) {
    return switch (row.kind()) {
      case HEAD -> of(row.head(value));
      case MESSAGE -> of(row.message(value));
      case TRACE -> of(row.trace(value));
      case FEEDBACK -> {
        LabeledFeedback live = ThreadRow.liveFeedback(value);
        yield live == null ? List.of() : of(live);
      }
    };
  }

  /** Those of a thread itself. */
  static List<Text> of(LabeledThread thread) {
    List<Text> found = new ArrayList<>();
    add(found, "title", thread.getTitle());
    return found;
  }

  static List<Text> of(LabeledMessage message) {
    List<Text> found = new ArrayList<>();
    add(found, "content", message.getContent());
    addJson(found, "tool_calls", message.getToolCalls());
    return found;
  }

  static List<Text> of(LabeledTrace trace) {
    List<Text> found = new ArrayList<>();
    add(found, "input", trace.getInput());
    add(found, "output", trace.getOutput());
    return found;
  }

  static List<Text> of(LabeledFeedback feedback) {
    List<Text> found = new ArrayList<>();
    add(found, "rationale", feedback.getRationale());
    addJson(found, "value", feedback.getValueJson());
    return found;
  }

  private static void add(List<Text> found, String field, Content content) {
    if (content != null) {
      add(found, field, content.getText());
      addJson(found, field, content.getJson());
    }
  }

  private static void add(List<Text> found, String field, String text) {
    if (text != null && !text.isEmpty()) {
      found.add(new Text(field, text));
    }
  }

  private static void addJson(List<Text> found, String field, String json) {
    if (json == null) {
      return;
    }
    try (JsonParser parser = JSON.createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.VALUE_STRING || token.isNumeric()) {
          add(found, field, parser.getText());
        }
      }
    } catch (IOException e) {
      add(found, field, json); // another producer's text that is no JSON is the text that it is
    }
  }
}
