package io.threadmark.gateway.event;

import io.threadmark.gateway.json.Texts;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.schema.TraceId;
import java.util.Locale;

/**
 * What is to be erased.
 *
 * @param kind what the id names
 * @param id the id, in its one canonical form
 */
public record ErasureSubject(Kind kind, String id) {

  /** What can be erased. */
  public enum Kind {
    THREAD,
    TRACE,
    USER;

    /** The kind as records and answers spell it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The part of an address that names one. */
    public String parameter() {
      return word() + "_id";
    }
  }

  /**
   * What an address names. The thread that a trace has of its own is not there without the trace:
   * the two are erased together, as the trace.
   */
  static ErasureSubject named(Kind kind, String id) throws InvalidEvent {
    String path = kind.parameter();
    if (kind == Kind.THREAD && id.startsWith(TraceId.OWN_THREAD_PREFIX)) {
      return trace(id.substring(TraceId.OWN_THREAD_PREFIX.length()), path);
    }
    return kind == Kind.TRACE ? trace(id, path) : new ErasureSubject(kind, Texts.id(id, path));
  }

  private static ErasureSubject trace(String id, String path) throws InvalidEvent {
    return new ErasureSubject(Kind.TRACE, TraceId.canonical(Texts.id(id, path)));
  }

  /** Without the id, which is not for logs. */
  @Override
  public String toString() {
    return "a " + kind.word();
  }
}
