package io.threadmark.processor.feedback.rows;

import io.threadmark.schema.Feedback;
import io.threadmark.schema.Key;
import io.threadmark.schema.Target;
import io.threadmark.schema.TraceId;

/** What feedback names as its target, as a key. */
public final class Refs {

  private Refs() {}

  /** The key of what feedback is about: of a trace, a client request id or a thread. */
  public static Key of(Feedback feedback) {
    String project = feedback.getProjectId();
    Target target = feedback.getTarget();
    if (target.getTraceId() != null) {
      return Key.trace(project, TraceId.canonical(target.getTraceId()));
    }
    if (target.getClientRequestId() != null) {
      return Key.clientRequest(project, target.getClientRequestId());
    }
    return Key.thread(project, target.getThreadId());
  }

  /** Whether a key is one that feedback may be on. */
  public static boolean isRef(Key key) {
    return switch (key.kind()) {
      case TRACE, CLIENT_REQUEST, THREAD -> true;
      default -> false;
    };
  }
}
