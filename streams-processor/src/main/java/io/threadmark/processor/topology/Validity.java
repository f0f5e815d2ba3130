package io.threadmark.processor.topology;

import io.threadmark.processor.facts.Statements;
import io.threadmark.schema.Content;
import io.threadmark.schema.Erasure;
import io.threadmark.schema.ErrorDetail;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Ingest;
import io.threadmark.schema.Key;
import io.threadmark.schema.Limits;
import io.threadmark.schema.Message;
import io.threadmark.schema.Micros;
import io.threadmark.schema.Span;
import io.threadmark.schema.Stamp;
import io.threadmark.schema.Target;
import io.threadmark.schema.ThreadFacts;
import io.threadmark.schema.Trace;
import io.threadmark.schema.TraceId;
import io.threadmark.schema.User;
import io.threadmark.schema.rule.JsonRule;
import io.threadmark.schema.rule.TextRule;
import io.threadmark.schema.rule.TimeRule;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/**
 * What must hold of an event before it may change anything. The gateway refuses what breaks it;
 * other producers write to the topics too.
 */
public final class Validity {
  /** How far an event time may be ahead of the record's own, in microseconds. */
  private static final long MOST_AHEAD = Micros.of(Instant.EPOCH.plus(TimeRule.AHEAD_OF_RECORD));

  private static final int MAX_HASH_BYTES = 64;
  private static final long NANOS_PER_MICRO = 1_000;

  private static final Set<String> ERASABLE = Set.of("thread", "trace", "user");

  private Validity() {}

  /**
   * The only key that an event may stand under.
   *
   * @throws IllegalArgumentException where its project or id is empty
   */
  public static Key keyOf(SpecificRecord event) {
    if (event instanceof Trace trace) {
      return Key.trace(trace.getProjectId(), trace.getTraceId());
    }
    if (event instanceof Message message) {
      return Key.thread(message.getProjectId(), message.getThreadId());
    }
    if (event instanceof ThreadFacts facts) {
      return Key.thread(facts.getProjectId(), facts.getThreadId());
    }
    if (event instanceof Erasure erasure) {
      return Key.erasure(erasure.getProjectId(), erasure.getErasureId());
    }
    if (event instanceof Span span) {
      return Key.trace(span.getProjectId(), span.getTraceId());
    }
    Feedback feedback = (Feedback) event;
    return Key.feedback(feedback.getProjectId(), feedback.getFeedbackId());
  }

  /**
   * What is wrong with an event; null where nothing is.
   *
   * @param recordTimeMs the record's timestamp in milliseconds
   */
  public static String problem(SpecificRecord event, long recordTimeMs) {
    long latest = recordTimeMs * 1_000 + MOST_AHEAD;
    if (event instanceof Trace trace) {
      return first(
          said(trace.getProjectId(), trace.getStamp(), trace.getIngest(), latest),
          id("trace_id", trace.getTraceId()),
          canonical(trace.getTraceId()),
          optionalId("client_request_id", trace.getClientRequestId()),
          optionalId("span_id", trace.getSpanId()),
          threadId(trace.getThreadId()),
          time("start_time", trace.getStartTime(), latest),
          time("end_time", trace.getEndTime(), latest),
          word("name", trace.getName()),
          word("model", trace.getModel()),
          word("status", trace.getStatus()),
          content("input", trace.getInput()),
          content("output", trace.getOutput()),
          error(trace.getError()),
          user(trace.getUser()),
          usage(trace.getUsage()),
          entries("tags", trace.getTags(), Limits.TAG_VALUE_BYTES),
          metadata(trace.getMetadata()),
          clear(trace.getClear()));
    }
    if (event instanceof Message message) {
      return first(
          said(message.getProjectId(), message.getStamp(), message.getIngest(), latest),
          threadId(message.getThreadId()),
          id("message_id", message.getMessageId()),
          text("role", message.getRole(), Limits.ROLE_BYTES),
          word("name", message.getName()),
          content("content", message.getContent()),
          optionalJson("tool_calls", message.getToolCalls()),
          word("tool_call_id", message.getToolCallId()),
          message.getPosition() < 0 ? "position must not be negative" : null,
          optionalId("trace_id", message.getTraceId()),
          optionalId("span_id", message.getSpanId()),
          user(message.getUser()),
          entries("tags", message.getTags(), Limits.TAG_VALUE_BYTES),
          metadata(message.getMetadata()),
          clear(message.getClear()));
    }
    if (event instanceof ThreadFacts facts) {
      return first(
          said(facts.getProjectId(), facts.getStamp(), facts.getIngest(), latest),
          threadId(facts.getThreadId()),
          text("title", facts.getTitle(), Limits.TITLE_BYTES),
          names("intents", facts.getIntents()),
          names("issues", facts.getIssues()),
          names("remove_intents", facts.getRemoveIntents()),
          names("remove_issues", facts.getRemoveIssues()),
          user(facts.getUser()),
          entries("tags", facts.getTags(), Limits.TAG_VALUE_BYTES),
          metadata(facts.getMetadata()),
          clear(facts.getClear()));
    }
    if (event instanceof Erasure erasure) {
      return first(
          said(erasure.getProjectId(), erasure.getStamp(), erasure.getIngest(), latest),
          id("erasure_id", erasure.getErasureId()),
          ERASABLE.contains(erasure.getSubjectKind())
              ? null
              : "subject_kind must be thread, trace or user",
          erasure.getSubjectHash() == null ? id("subject_id", erasure.getSubjectId()) : null);
    }
    if (event instanceof Span span) {
      return first(
          said(span.getProjectId(), span.getStamp(), span.getIngest(), latest),
          id("trace_id", span.getTraceId()),
          canonical(span.getTraceId()),
          id("span_id", span.getSpanId()),
          optionalId("parent_span_id", span.getParentSpanId()),
          nanos("start_time_nanos", span.getStartTimeNanos(), latest),
          nanos("end_time_nanos", span.getEndTimeNanos(), latest),
          json("attributes", span.getAttributes()),
          optionalJson("events", span.getEvents()),
          optionalJson("links", span.getLinks()),
          optionalJson("resource", span.getResource()));
    }
    Feedback feedback = (Feedback) event;
    return first(
        said(feedback.getProjectId(), feedback.getStamp(), feedback.getIngest(), latest),
        id("feedback_id", feedback.getFeedbackId()),
        optionalId("overrides", feedback.getOverrides()),
        feedback.getFeedbackId().equals(feedback.getOverrides())
            ? "overrides names the feedback itself"
            : null,
        target(feedback),
        word("name", feedback.getName()),
        optionalJson("value_json", feedback.getValueJson()),
        error(feedback.getError()),
        text("rationale", feedback.getRationale(), Limits.EVENT_BYTES),
        metadata(feedback.getMetadata()));
  }

  private static String said(String project, Stamp stamp, Ingest ingest, long latest) {
    return first(
        id("project_id", project),
        time("stamp.event_time", stamp.getEventTime(), latest),
        hash(stamp.getContentHash().remaining()),
        time("ingest.received_at", ingest.getReceivedAt(), latest));
  }

  private static String hash(int bytes) {
    return bytes == 0 || bytes > MAX_HASH_BYTES
        ? "stamp.content_hash must have 1 to " + MAX_HASH_BYTES + " bytes"
        : null;
  }

  private static String time(String field, Instant time, long latest) {
    if (time == null) {
      return null;
    }
    if (time.isBefore(TimeRule.EARLIEST)) {
      return field + " is before 2000";
    }
    return time.isAfter(Micros.toInstant(latest))
        ? field + " is more than a day ahead of the record"
        : null;
  }

  private static String nanos(String field, Long nanos, long latest) {
    return nanos == null
        ? null
        : time(field, Micros.toInstant(Math.floorDiv(nanos, NANOS_PER_MICRO)), latest);
  }

  private static String target(Feedback feedback) {
    Target target = feedback.getTarget();
    if (target == null) {
      return feedback.getRetracted() ? null : "target is missing";
    }
    long named =
        Stream.of(target.getTraceId(), target.getClientRequestId(), target.getThreadId())
            .filter(Objects::nonNull)
            .count();
    if (named != 1) {
      return "target must name exactly one of trace_id, client_request_id and thread_id";
    }
    return first(
        optionalId("target.trace_id", target.getTraceId()),
        optionalId("target.client_request_id", target.getClientRequestId()),
        threadId(target.getThreadId()),
        optionalId("target.message_id", target.getMessageId()));
  }

  private static String threadId(String id) {
    return id != null && id.startsWith(TraceId.OWN_THREAD_PREFIX)
        ? "thread_id begins with " + TraceId.OWN_THREAD_PREFIX + ", which is reserved"
        : optionalId("thread_id", id);
  }

  private static String canonical(String traceId) {
    return traceId.equals(TraceId.canonical(traceId))
        ? null
        : "trace_id of 32 hex digits must stand in lower case and without tr-";
  }

  private static String optionalId(String field, String id) {
    return id == null ? null : id(field, id);
  }

  private static String id(String field, String id) {
    return told(field, TextRule.ofId(id));
  }

  private static String word(String field, String value) {
    return text(field, value, Limits.NAME_BYTES);
  }

  private static String text(String field, String value, int most) {
    return value == null ? null : told(field, TextRule.ofLength(value, most));
  }

  private static String content(String field, Content content) {
    if (content == null) {
      return null;
    }
    if ((content.getText() == null) == (content.getJson() == null)) {
      return field + " must have either text or json";
    }
    return content.getJson() == null ? null : json(field + ".json", content.getJson());
  }

  private static String json(String field, String json) {
    return told(field, JsonRule.of(json));
  }

  private static String optionalJson(String field, String json) {
    return json == null ? null : json(field, json);
  }

  private static String metadata(Map<String, String> metadata) {
    return first(
        entries("metadata", metadata, Limits.METADATA_VALUE_BYTES),
        firstOf(
            metadata.values().stream().filter(Objects::nonNull), text -> json("metadata", text)));
  }

  private static String usage(Map<String, Long> usage) {
    return first(
        names("usage", usage.keySet()),
        firstOf(
            usage.values().stream(),
            count ->
                count < 0 || count > Limits.USAGE_COUNT
                    ? "usage must have counts from 0 to " + Limits.USAGE_COUNT
                    : null));
  }

  private static String error(ErrorDetail error) {
    return error == null
        ? null
        : first(
            word("error.code", error.getCode()),
            text("error.message", error.getMessage(), Limits.ERROR_MESSAGE_BYTES));
  }

  private static String user(User user) {
    return user == null
        ? null
        : first(
            optionalId("user.id", user.getId()),
            word("user.name", user.getName()),
            word("user.email", user.getEmail()),
            entries("user.segments", user.getSegments(), Limits.NAME_BYTES));
  }

  private static String entries(String field, Map<String, String> entries, int most) {
    return firstOf(
        entries.entrySet().stream(),
        entry -> first(name(field, entry.getKey()), text(field, entry.getValue(), most)));
  }

  private static String names(String field, Collection<String> names) {
    return firstOf(names.stream(), name -> name(field, name));
  }

  private static String name(String field, String name) {
    return told("a name in " + field, TextRule.ofName(name, Limits.NAME_BYTES));
  }

  private static String clear(List<String> fields) {
    return Statements.CLEARABLE.containsAll(fields) ? null : "clear names a field that is none";
  }

  private static String told(String field, String problem) {
    return problem == null ? null : field + " " + problem;
  }

  private static <T> String firstOf(Stream<T> things, Function<T, String> rule) {
    return things.map(rule).filter(Objects::nonNull).findFirst().orElse(null);
  }

  private static String first(String... problems) {
    return Stream.of(problems).filter(Objects::nonNull).findFirst().orElse(null);
  }
}
