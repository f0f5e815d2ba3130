package io.threadmark.gateway.event;

import io.threadmark.gateway.json.Texts;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.schema.Target;
import io.threadmark.schema.TraceId;

/** Reads what feedback is about: exactly one trace, client request or thread. */
final class FeedbackTarget {
  private FeedbackTarget() {}

  /**
   * Reads the target.
   *
   * @param optional whether it may be left out, which a retraction may
   * @return null where it is left out
   */
  static Target read(Fields fields, boolean optional) throws InvalidEvent {
    String traceId =
        SharedFields.agreeing(
            fields,
            "trace_id",
            SharedFields.traceId(fields, "trace_id"),
            "data_id",
            SharedFields.traceId(fields, "data_id"));
    String clientRequestId = fields.id("client_request_id");
    String threadId =
        SharedFields.agreeing(
            fields, "thread_id", fields.id("thread_id"), "session_id", fields.id("session_id"));
    int targets = present(traceId) + present(clientRequestId) + present(threadId);
    if (targets > 1) {
      throw new InvalidEvent(
          ErrorCode.AMBIGUOUS_TARGET,
          "",
          "feedback has several of trace_id, client_request_id and thread_id; exactly one is wanted");
    }
    if (targets == 0 && !optional) {
      throw new InvalidEvent(
          ErrorCode.MISSING_TARGET,
          "",
          "feedback needs one of trace_id, client_request_id and thread_id");
    }
    String messageId = fields.id("message_id");
    String spanId = fields.id("span_id");
    if (threadId != null && threadId.startsWith(TraceId.OWN_THREAD_PREFIX)) {
      traceId = traceOfOwnThread(fields, threadId);
      threadId = null;
    }
    if (messageId != null && threadId == null) {
      throw InvalidEvent.field(fields.at("message_id"), "stands only beside a thread_id");
    }
    if (spanId != null && traceId == null && clientRequestId == null) {
      throw InvalidEvent.field(
          fields.at("span_id"), "stands only beside a trace_id or client_request_id");
    }
    return targets == 0 ? null : new Target(traceId, clientRequestId, threadId, messageId, spanId);
  }

  /** {@code trace:X} is how the thread of a trace that has none of its own is shown. */
  private static String traceOfOwnThread(Fields fields, String threadId) throws InvalidEvent {
    String traceId = threadId.substring(TraceId.OWN_THREAD_PREFIX.length());
    return TraceId.canonical(Texts.id(traceId, fields.at("thread_id")));
  }

  private static int present(String id) {
    return id == null ? 0 : 1;
  }
}
