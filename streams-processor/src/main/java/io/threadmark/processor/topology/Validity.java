package io.threadmark.processor.topology;

import io.threadmark.processor.facts.Statements;
import io.threadmark.schema.Content;
import io.threadmark.schema.Erasure;
import io.threadmark.schema.ErrorDetail;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Ingest;
import io.threadmark.schema.Key;
import io.threadmark.schema.Message;
import io.threadmark.schema.Micros;
import io.threadmark.schema.Stamp;
import io.threadmark.schema.Target;
import io.threadmark.schema.ThreadFacts;
import io.threadmark.schema.Trace;
import io.threadmark.schema.TraceId;
import io.threadmark.schema.User;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/**
 * What must hold of an event before it may change anything. The gateway refuses what breaks it;
 * other producers write to the topics too.
 */
public final class Validity {
  /** The earliest event time. */
  public static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

  /** How far an event time may be ahead of the record's own, in microseconds: 25 hours. */
  private static final long MOST_AHEAD = 25L * 3600 * 1_000_000;

  private static final int MAX_ID_BYTES = 256;

  // Bounds of what is kept for good: with at most so many keys a map field, a merged row stays
  // below the largest record that a topic takes. WrittenRecordsTest holds that.
  private static final int MAX_HASH_BYTES = 64;
  private static final int MAX_WORD_BYTES = 1024;
  private static final int MAX_TAG_BYTES = 4 * 1024;
  private static final int MAX_METADATA_BYTES = 16 * 1024;
  private static final int MAX_ERROR_BYTES = 64 * 1024;

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
          names("usage", trace.getUsage().keySet()),
          entries("tags", trace.getTags(), MAX_TAG_BYTES),
          entries("metadata", trace.getMetadata(), MAX_METADATA_BYTES),
          clear(trace.getClear()));
    }
    if (event instanceof Message message) {
      return first(
          said(message.getProjectId(), message.getStamp(), message.getIngest(), latest),
          threadId(message.getThreadId()),
          id("message_id", message.getMessageId()),
          word("role", message.getRole()),
          word("name", message.getName()),
          content("content", message.getContent()),
          optionalId("trace_id", message.getTraceId()),
          user(message.getUser()),
          entries("tags", message.getTags(), MAX_TAG_BYTES),
          entries("metadata", message.getMetadata(), MAX_METADATA_BYTES),
          clear(message.getClear()));
    }
    if (event instanceof ThreadFacts facts) {
      return first(
          said(facts.getProjectId(), facts.getStamp(), facts.getIngest(), latest),
          threadId(facts.getThreadId()),
          text("title", facts.getTitle(), MAX_TAG_BYTES),
          names("intents", facts.getIntents()),
          names("issues", facts.getIssues()),
          names("remove_intents", facts.getRemoveIntents()),
          names("remove_issues", facts.getRemoveIssues()),
          user(facts.getUser()),
          entries("tags", facts.getTags(), MAX_TAG_BYTES),
          entries("metadata", facts.getMetadata(), MAX_METADATA_BYTES),
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
    Feedback feedback = (Feedback) event;
    return first(
        said(feedback.getProjectId(), feedback.getStamp(), feedback.getIngest(), latest),
        id("feedback_id", feedback.getFeedbackId()),
        optionalId("overrides", feedback.getOverrides()),
        feedback.getFeedbackId().equals(feedback.getOverrides())
            ? "overrides names the feedback itself"
            : null,
        target(feedback));
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
    if (time.isBefore(EARLIEST)) {
      return field + " is before 2000";
    }
    return time.isAfter(Micros.toInstant(latest))
        ? field + " is more than a day ahead of the record"
        : null;
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
    if (id.isEmpty() || bytes(id) > MAX_ID_BYTES) {
      return field + " must have 1 to " + MAX_ID_BYTES + " bytes";
    }
    if (id.equals(".") || id.equals("..")) {
      return field + " must not be . or ..";
    }
    return id.chars().anyMatch(Character::isISOControl)
        ? field + " must not have control characters"
        : null;
  }

  private static String word(String field, String value) {
    return text(field, value, MAX_WORD_BYTES);
  }

  private static String text(String field, String value, int most) {
    return value != null && bytes(value) > most
        ? field + " must have at most " + most + " bytes"
        : null;
  }

  private static String content(String field, Content content) {
    return content != null && (content.getText() == null) == (content.getJson() == null)
        ? field + " must have either text or json"
        : null;
  }

  private static String error(ErrorDetail error) {
    return error == null
        ? null
        : first(
            word("error.code", error.getCode()),
            text("error.message", error.getMessage(), MAX_ERROR_BYTES));
  }

  private static String user(User user) {
    return user == null
        ? null
        : first(
            optionalId("user.id", user.getId()),
            word("user.name", user.getName()),
            word("user.email", user.getEmail()),
            entries("user.segments", user.getSegments(), MAX_WORD_BYTES));
  }

  private static String entries(String field, Map<String, String> entries, int most) {
    return entries.entrySet().stream()
        .map(
            entry ->
                first(names(field, List.of(entry.getKey())), text(field, entry.getValue(), most)))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static String names(String field, Collection<String> names) {
    return names.stream().anyMatch(name -> name.isEmpty() || bytes(name) > MAX_ID_BYTES)
        ? field + " must have names of 1 to " + MAX_ID_BYTES + " bytes"
        : names.stream().anyMatch(name -> name.chars().anyMatch(Character::isISOControl))
            ? field + " must have names without control characters"
            : null;
  }

  private static String clear(List<String> fields) {
    return Statements.CLEARABLE.containsAll(fields) ? null : "clear names a field that is none";
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String first(String... problems) {
    return Stream.of(problems).filter(Objects::nonNull).findFirst().orElse(null);
  }
}
