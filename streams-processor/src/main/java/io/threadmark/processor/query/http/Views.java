package io.threadmark.processor.query.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.threadmark.processor.cluster.NotAvailableException;
import io.threadmark.schema.Content;
import io.threadmark.schema.ErrorDetail;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.LabeledFeedback;
import io.threadmark.schema.LabeledMessage;
import io.threadmark.schema.LabeledThread;
import io.threadmark.schema.LabeledTrace;
import io.threadmark.schema.Scale;
import io.threadmark.schema.Source;
import io.threadmark.schema.Target;
import io.threadmark.schema.User;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Records as the HTTP API shows them. What is absent is left out; JSON stays as it was given. */
public final class Views {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Views() {}

  public static ObjectNode of(LabeledThread thread) {
    ObjectNode view = object();
    identity(view, thread);
    view.set("messages", array(thread.getMessages(), Views::of));
    view.set("traces", array(thread.getTraces(), Views::of));
    view.set("feedback", array(thread.getFeedback(), Views::of));
    labels(view, thread);
    view.set("metadata", json(thread.getMetadata()));
    view.put("truncated", thread.getTruncated());
    counts(view, thread);
    return view;
  }

  /** A thread without what is in it. */
  public static ObjectNode head(LabeledThread thread) {
    ObjectNode view = object();
    identity(view, thread);
    labels(view, thread);
    counts(view, thread);
    return view;
  }

  private static void identity(ObjectNode view, LabeledThread thread) {
    view.put("thread_id", thread.getThreadId());
    view.put("project_id", thread.getProjectId());
    view.put("kind", thread.getKind());
    text(view, "title", thread.getTitle());
    view.put("created_at", thread.getCreatedAt().toString());
    view.put("updated_at", thread.getUpdatedAt().toString());
    user(view, thread.getUser());
  }

  private static void labels(ObjectNode view, LabeledThread thread) {
    thread.getIntents().forEach(view.putArray("intents")::add);
    thread.getIssues().forEach(view.putArray("issues")::add);
    view.set("tags", strings(thread.getTags()));
  }

  private static void counts(ObjectNode view, LabeledThread thread) {
    view.put("message_count", thread.getMessageCount());
    view.put("trace_count", thread.getTraceCount());
    view.put("feedback_count", thread.getFeedbackCount());
  }

  public static ObjectNode of(LabeledMessage message) {
    ObjectNode view = object();
    view.put("message_id", message.getMessageId());
    text(view, "role", message.getRole());
    text(view, "name", message.getName());
    if (message.getContent() != null) {
      text(view, "content", message.getContent().getText());
      raw(view, "content_json", message.getContent().getJson());
    }
    raw(view, "tool_calls", message.getToolCalls());
    text(view, "tool_call_id", message.getToolCallId());
    text(view, "trace_id", message.getTraceId());
    user(view, message.getUser());
    attributes(view, message.getTags(), message.getMetadata());
    times(view, message.getCreatedAt(), message.getUpdatedAt());
    return view;
  }

  public static ObjectNode of(LabeledTrace trace) {
    ObjectNode view = object();
    view.put("trace_id", trace.getTraceId());
    text(view, "client_request_id", trace.getClientRequestId());
    text(view, "name", trace.getName());
    text(view, "status", trace.getStatus());
    error(view, trace.getError());
    time(view, "start_time", trace.getStartTime());
    time(view, "end_time", trace.getEndTime());
    content(view, "input", trace.getInput());
    content(view, "output", trace.getOutput());
    text(view, "model", trace.getModel());
    if (!trace.getUsage().isEmpty()) {
      ObjectNode usage = view.putObject("usage");
      trace.getUsage().forEach(usage::put);
    }
    user(view, trace.getUser());
    attributes(view, trace.getTags(), trace.getMetadata());
    times(view, trace.getCreatedAt(), trace.getUpdatedAt());
    return view;
  }

  public static ObjectNode of(LabeledFeedback feedback) {
    ObjectNode view = object();
    view.put("feedback_id", feedback.getFeedbackId());
    view.set("target", of(feedback.getTarget()));
    text(view, "trace_id", feedback.getTraceId());
    if (feedback.getMessageFound() != null) {
      view.put("message_found", feedback.getMessageFound());
    }
    judgement(
        view, feedback.getName(), feedback.getKind(), feedback.getValueJson(), feedback.getScale());
    view.put("polarity", feedback.getPolarity());
    circumstances(
        view,
        feedback.getRationale(),
        feedback.getSource(),
        feedback.getSignal(),
        feedback.getError());
    if (!feedback.getMetadata().isEmpty()) {
      view.set("metadata", json(feedback.getMetadata()));
    }
    text(view, "overrides", feedback.getOverrides());
    times(view, feedback.getCreatedAt(), feedback.getUpdatedAt());
    return view;
  }

  /** One version in the history of a piece of feedback. */
  public static ObjectNode version(Feedback feedback) {
    ObjectNode view = object();
    view.put("timestamp", feedback.getStamp().getEventTime().toString());
    view.put("revision", feedback.getStamp().getRevision());
    if (feedback.getTarget() != null) {
      view.set("target", of(feedback.getTarget()));
    }
    judgement(
        view, feedback.getName(), feedback.getKind(), feedback.getValueJson(), feedback.getScale());
    circumstances(
        view,
        feedback.getRationale(),
        feedback.getSource(),
        feedback.getSignal(),
        feedback.getError());
    if (!feedback.getMetadata().isEmpty()) {
      view.set("metadata", json(feedback.getMetadata()));
    }
    text(view, "overrides", feedback.getOverrides());
    view.put("retracted", feedback.getRetracted());
    view.put("received_at", feedback.getIngest().getReceivedAt().toString());
    return view;
  }

  public static ObjectNode of(Target target) {
    ObjectNode view = object();
    text(view, "trace_id", target.getTraceId());
    text(view, "client_request_id", target.getClientRequestId());
    text(view, "thread_id", target.getThreadId());
    text(view, "message_id", target.getMessageId());
    text(view, "span_id", target.getSpanId());
    return view;
  }

  public static <T> ArrayNode array(List<T> items, Function<T, ObjectNode> view) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode(items.size());
    items.forEach(item -> array.add(view.apply(item)));
    return array;
  }

  /** A view as bytes; null of null. */
  public static byte[] json(ObjectNode view) {
    try {
      return view == null ? null : JSON.writeValueAsBytes(view);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON can always be written", e);
    }
  }

  /** Reads what another instance sent. */
  public static JsonNode read(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new NotAvailableException("another instance's answer cannot be read", e);
    }
  }

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static void text(ObjectNode view, String field, String value) {
    if (value != null) {
      view.put(field, value);
    }
  }

  private static void judgement(
      ObjectNode view, String name, String kind, String valueJson, Scale scale) {
    view.put("name", name);
    view.put("kind", kind);
    if (valueJson == null) {
      view.putNull("value");
    } else {
      raw(view, "value", valueJson);
    }
    if (scale != null) {
      view.putObject("scale").put("min", scale.getMin()).put("max", scale.getMax());
    }
  }

  private static void circumstances(
      ObjectNode view, String rationale, Source source, String signal, ErrorDetail error) {
    text(view, "rationale", rationale);
    ObjectNode from = view.putObject("source").put("type", source.getType());
    text(from, "id", source.getId());
    view.put("signal", signal);
    error(view, error);
  }

  private static void attributes(
      ObjectNode view, Map<String, String> tags, Map<String, String> metadata) {
    if (!tags.isEmpty()) {
      view.set("tags", strings(tags));
    }
    if (!metadata.isEmpty()) {
      view.set("metadata", json(metadata));
    }
  }

  private static void user(ObjectNode view, User user) {
    if (user != null) {
      ObjectNode of = view.putObject("user");
      text(of, "id", user.getId());
      text(of, "name", user.getName());
      text(of, "email", user.getEmail());
      if (!user.getSegments().isEmpty()) {
        of.set("segments", strings(user.getSegments()));
      }
    }
  }

  private static void error(ObjectNode view, ErrorDetail error) {
    if (error != null) {
      ObjectNode of = view.putObject("error");
      text(of, "code", error.getCode());
      text(of, "message", error.getMessage());
    }
  }

  private static void content(ObjectNode view, String field, Content content) {
    if (content != null) {
      text(view, field, content.getText());
      raw(view, field, content.getJson());
    }
  }

  private static void times(ObjectNode view, Instant created, Instant updated) {
    time(view, "created_at", created);
    time(view, "updated_at", updated);
  }

  private static void time(ObjectNode view, String field, Instant time) {
    if (time != null) {
      view.put(field, time.toString());
    }
  }

  private static ObjectNode strings(Map<String, String> map) {
    ObjectNode view = object();
    new java.util.TreeMap<>(map).forEach(view::put);
    return view;
  }

  private static ObjectNode json(Map<String, String> map) {
    ObjectNode view = object();
    new java.util.TreeMap<>(map).forEach((key, value) -> raw(view, key, value));
    return view;
  }

  /** JSON as it was given. Another producer's text that is no JSON is shown as the text it is. */
  public static void raw(ObjectNode view, String field, String json) {
    if (json == null) {
      return;
    }
    if (isJson(json)) {
      view.putRawValue(field, new RawValue(json));
    } else {
      view.put(field, json);
    }
  }

  private static boolean isJson(String json) {
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }
}
