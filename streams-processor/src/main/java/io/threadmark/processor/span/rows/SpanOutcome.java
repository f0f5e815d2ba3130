package io.threadmark.processor.span.rows;

/** What a span came to where spans are kept. Each that was read has exactly one. */
public enum SpanOutcome {
  /** The first statement about it. */
  NEW,
  /** Another statement, which shows. */
  CHANGED,
  /** It says nothing that was not known, such as a duplicate, or nothing that shows. */
  UNCHANGED,
  /** Its trace has too many before it. */
  DROPPED,
  /** Its trace was erased. */
  ERASED
}
