package io.threadmark.processor.span.rows;

import io.threadmark.schema.Limits;

/**
 * How many spans a trace has, at most.
 *
 * @param kept spans that are kept, the earliest first
 * @param bytes of those, as they are stored
 * @param counted spans that are counted, more than are kept
 */
public record SpanBounds(int kept, long bytes, int counted) {
  /** As documented. */
  public static final SpanBounds DEFAULT =
      new SpanBounds(Limits.SPANS, Limits.SPANS_BYTES, Limits.SPANS_COUNTED);

  public SpanBounds {
    if (counted <= kept) {
      throw new IllegalArgumentException("what is not kept could not be counted");
    }
  }
}
