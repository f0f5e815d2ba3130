package io.threadmark.schema;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One trace has one id at every door. OpenTelemetry writes 32 hex digits, MLflow the same digits
 * with {@code tr-} before them; both name one trace, and the canonical form is the digits in lower
 * case. Every other id is the application's own and stays as it is.
 */
public final class TraceId {
  /** A thread id that begins so names the thread of a trace that has none of its own. */
  public static final String OWN_THREAD_PREFIX = "trace:";

  private static final Pattern OPEN_TELEMETRY = Pattern.compile("(?:tr-)?([0-9a-fA-F]{32})");

  private TraceId() {}

  /** The canonical form of a trace id. */
  public static String canonical(String traceId) {
    int length = traceId.length();
    if (length != 32 && length != 35) {
      return traceId;
    }
    var digits = OPEN_TELEMETRY.matcher(traceId);
    return digits.matches() ? digits.group(1).toLowerCase(Locale.ROOT) : traceId;
  }

  /** The id of the thread of a trace that has none of its own. */
  public static String ownThread(String traceId) {
    return OWN_THREAD_PREFIX + traceId;
  }

  /** The id of a thread; that of the thread of a trace names the trace by its canonical form. */
  public static String canonicalThread(String threadId) {
    return threadId.startsWith(OWN_THREAD_PREFIX)
        ? ownThread(canonical(threadId.substring(OWN_THREAD_PREFIX.length())))
        : threadId;
  }
}
