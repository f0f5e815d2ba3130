package io.threadmark.gateway.event;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells in which thread the spans of one request are. Mostly one span of a trace names the thread,
 * and others tell what was said in it.
 */
final class SpanThreads {
  /** The root first, then the earliest. */
  private static final Comparator<DerivedSpan> BEST =
      Comparator.comparing(DerivedSpan::isRoot, Comparator.reverseOrder())
          .thenComparing(DerivedSpan::startNanos)
          .thenComparing(DerivedSpan::spanId);

  private final Map<String, DerivedSpan> byTrace = new HashMap<>();

  /** Takes in one more span of the request. */
  void add(DerivedSpan span) {
    if (span.threadId() != null) {
      byTrace.merge(
          span.traceId(), span, (held, other) -> BEST.compare(other, held) < 0 ? other : held);
    }
  }

  /** The thread of a span: what its root says, else what it says, else what another says. */
  String of(DerivedSpan span) {
    DerivedSpan best = byTrace.get(span.traceId());
    if (best == null) {
      return null;
    }
    return best.isRoot() || span.threadId() == null ? best.threadId() : span.threadId();
  }
}
