package io.threadmark.processor.span.rows;

import io.threadmark.processor.store.RowKey;

/**
 * Keys of the rows of one trace's spans: what is known of them together, each span by its id, and
 * in the order of time those that are kept and those that are not.
 */
final class SpanKeys {
  private static final char HEAD = 'h';
  private static final char SPAN = 's';
  private static final char KEPT = 'k';
  private static final char DROPPED = 'd';

  private final byte[] trace;

  SpanKeys(byte[] traceKey) {
    trace = traceKey;
  }

  byte[] head() {
    return section(HEAD).bytes();
  }

  /** All rows of the trace. */
  byte[] all() {
    return RowKey.of(trace).bytes();
  }

  byte[] spans() {
    return section(SPAN).bytes();
  }

  /** All spans of an id, the earliest first. */
  byte[] spansNamed(String spanId) {
    return section(SPAN).text(spanId).bytes();
  }

  byte[] span(SpanPlace place) {
    return section(SPAN).text(place.spanId()).time(place.startNanos()).bytes();
  }

  /** What is kept, in the order of time. */
  byte[] kept() {
    return section(KEPT).bytes();
  }

  byte[] kept(SpanPlace place) {
    return inOrder(KEPT, place);
  }

  /** What is counted and not kept, in the order of time. */
  byte[] dropped() {
    return section(DROPPED).bytes();
  }

  byte[] dropped(SpanPlace place) {
    return inOrder(DROPPED, place);
  }

  /** The place that a key of {@link #kept} or {@link #dropped} names. */
  SpanPlace placeOf(byte[] key) {
    int time = section(KEPT).bytes().length;
    return new SpanPlace(RowKey.timeAt(key, time), RowKey.textAt(key, time + Long.BYTES));
  }

  private byte[] inOrder(char section, SpanPlace place) {
    return section(section).time(place.startNanos()).text(place.spanId()).bytes();
  }

  private RowKey section(char letter) {
    return RowKey.of(trace).section(letter);
  }
}
