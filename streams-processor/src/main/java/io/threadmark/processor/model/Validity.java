package io.threadmark.processor.model;

import io.threadmark.schema.Feedback;
import io.threadmark.schema.Key;
import io.threadmark.schema.Message;
import io.threadmark.schema.Micros;
import io.threadmark.schema.Stamp;
import io.threadmark.schema.Target;
import io.threadmark.schema.ThreadFacts;
import io.threadmark.schema.Trace;
import io.threadmark.schema.TraceId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
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

  private Validity() {}

  /** The only key that an event may stand under. */
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
    Feedback feedback = (Feedback) event;
    return Key.feedback(feedback.getProjectId(), feedback.getFeedbackId());
  }

  /**
   * What is wrong with an event; null where nothing is.
   *
   * @param recordTimeMs the record's timestamp in milliseconds
   */
  public static String problem(SpecificRecord event, long recordTimeMs) {
    if (event instanceof Trace trace) {
      return first(
          time(trace.getStamp(), recordTimeMs),
          id("trace_id", trace.getTraceId()),
          canonical(trace.getTraceId()),
          optionalId("client_request_id", trace.getClientRequestId()),
          threadId(trace.getThreadId()));
    }
    if (event instanceof Message message) {
      return first(
          time(message.getStamp(), recordTimeMs),
          threadId(message.getThreadId()),
          id("message_id", message.getMessageId()));
    }
    if (event instanceof ThreadFacts facts) {
      return first(time(facts.getStamp(), recordTimeMs), threadId(facts.getThreadId()));
    }
    Feedback feedback = (Feedback) event;
    return first(
        time(feedback.getStamp(), recordTimeMs),
        id("feedback_id", feedback.getFeedbackId()),
        optionalId("overrides", feedback.getOverrides()),
        target(feedback));
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

  private static String time(Stamp stamp, long recordTimeMs) {
    Instant time = stamp.getEventTime();
    if (time.isBefore(EARLIEST)) {
      return "stamp.event_time is before 2000";
    }
    return Micros.of(time) > recordTimeMs * 1_000 + MOST_AHEAD
        ? "stamp.event_time is more than a day ahead of the record"
        : null;
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
    if (id.isEmpty() || id.getBytes(StandardCharsets.UTF_8).length > MAX_ID_BYTES) {
      return field + " must have 1 to " + MAX_ID_BYTES + " bytes";
    }
    return id.chars().anyMatch(Character::isISOControl)
        ? field + " must not have control characters"
        : null;
  }

  private static String first(String... problems) {
    return Stream.of(problems).filter(Objects::nonNull).findFirst().orElse(null);
  }
}
