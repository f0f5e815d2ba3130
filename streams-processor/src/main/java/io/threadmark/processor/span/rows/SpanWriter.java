package io.threadmark.processor.span.rows;

import io.threadmark.processor.store.Portion;
import io.threadmark.processor.store.RowKey;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Micros;
import io.threadmark.schema.Span;
import io.threadmark.schema.state.SpansRow;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Keeps the spans of one trace within bounds. In the order of time, spans are kept up to the first
 * with which there are too many, or too many bytes, where each counts with the largest statement
 * that ever came about it. Both only ever grow as more comes, so what was let go never has to come
 * back, and what is kept is the same whatever came first. The same holds of what is counted.
 */
public final class SpanWriter {
  private static final byte[] NOTHING = {};

  private final Rows.Mutable rows;
  private final SpanKeys keys;
  private final SpanBounds bounds;

  public SpanWriter(Rows.Mutable rows, byte[] traceKey, SpanBounds bounds) {
    this.rows = rows;
    this.keys = new SpanKeys(traceKey);
    this.bounds = bounds;
  }

  /** Takes in a statement about a span. */
  public SpanOutcome put(Span span) {
    SpanPlace place = SpanPlace.of(span);
    byte[] held = rows.get(keys.span(place));
    byte[] heldHead = rows.get(keys.head());
    SpansRow head = headOf(heldHead);
    if (held == null) {
      add(head, place, span);
    } else if (held.length > 0) {
      merge(head, place, SpanReader.SPAN.read(held), span);
    }
    dropLast(head);
    forgetLast(head);
    head.setUpdatedAt(Math.max(head.getUpdatedAt(), Micros.of(span.getStamp().getEventTime())));
    byte[] newHead = SpanReader.HEAD.write(head);
    if (!Arrays.equals(newHead, heldHead)) {
      rows.put(keys.head(), newHead);
    }
    return outcome(held, rows.get(keys.span(place)));
  }

  private static SpanOutcome outcome(byte[] held, byte[] now) {
    if (now == null || now.length == 0) {
      return SpanOutcome.DROPPED;
    }
    if (held == null) {
      return SpanOutcome.NEW;
    }
    return Arrays.equals(held, now) ? SpanOutcome.UNCHANGED : SpanOutcome.CHANGED;
  }

  private void add(SpansRow head, SpanPlace place, Span span) {
    head.setCounted(head.getCounted() + 1);
    if (isBehindDropped(head, place)) {
      putDropped(place);
      return;
    }
    byte[] bytes = SpanReader.SPAN.write(span);
    rows.put(keys.span(place), bytes);
    rows.put(keys.kept(place), size(bytes.length));
    head.setKept(head.getKept() + 1);
    head.setBytes(head.getBytes() + bytes.length);
  }

  private void merge(SpansRow head, SpanPlace place, Span held, Span said) {
    byte[] bytes = SpanReader.SPAN.write(said);
    if (SpanReader.SHOWING.compare(said, held) > 0) {
      rows.put(keys.span(place), bytes);
    }
    int largest = sizeOf(rows.get(keys.kept(place)));
    if (bytes.length > largest) {
      rows.put(keys.kept(place), size(bytes.length));
      head.setBytes(head.getBytes() + bytes.length - largest);
    }
  }

  /** Whether something before a place was let go, so that all behind that is, too. */
  private boolean isBehindDropped(SpansRow head, SpanPlace place) {
    if (head.getCounted() - 1 == head.getKept()) {
      return false;
    }
    byte[] first = end(keys.dropped(), Rows.Direction.FORWARD);
    return Arrays.compareUnsigned(first, keys.dropped(place)) < 0;
  }

  private void dropLast(SpansRow head) {
    while (head.getKept() > bounds.kept() || head.getBytes() > bounds.bytes()) {
      byte[] last = end(keys.kept(), Rows.Direction.BACKWARD);
      head.setKept(head.getKept() - 1);
      head.setBytes(head.getBytes() - sizeOf(rows.get(last)));
      rows.delete(last);
      putDropped(keys.placeOf(last));
    }
  }

  private void forgetLast(SpansRow head) {
    while (head.getCounted() > bounds.counted()) {
      byte[] last = end(keys.dropped(), Rows.Direction.BACKWARD);
      rows.delete(last);
      rows.delete(keys.span(keys.placeOf(last)));
      head.setCounted(head.getCounted() - 1);
      head.setUncounted(true);
    }
  }

  private void putDropped(SpanPlace place) {
    rows.put(keys.span(place), NOTHING);
    rows.put(keys.dropped(place), NOTHING);
  }

  /** The first or the last key of a section, which is not empty. */
  private byte[] end(byte[] section, Rows.Direction direction) {
    byte[][] found = new byte[1][];
    rows.scan(
        section,
        RowKey.behind(section),
        direction,
        (key, value) -> {
          found[0] = key;
          return false;
        });
    return found[0];
  }

  /** Removes what is known of the spans together, so that nobody sees any of them. */
  public void deleteHead() {
    rows.delete(keys.head());
  }

  /**
   * Removes some rows of spans.
   *
   * @param most how many rows at most
   * @return whether there are no more
   */
  public boolean deleteSome(int most) {
    byte[] all = keys.all();
    List<byte[]> found = new ArrayList<>();
    Portion portion = new Portion(most);
    portion
        .of(rows)
        .scan(all, RowKey.behind(all), Rows.Direction.FORWARD, (key, value) -> found.add(key));
    found.forEach(rows::delete);
    return !portion.isTaken();
  }

  private static SpansRow headOf(byte[] held) {
    return held == null
        ? SpansRow.newBuilder().setUpdatedAt(Long.MIN_VALUE).build()
        : SpanReader.HEAD.read(held);
  }

  private static byte[] size(int bytes) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(bytes).array();
  }

  private static int sizeOf(byte[] row) {
    return ByteBuffer.wrap(row).getInt();
  }
}
