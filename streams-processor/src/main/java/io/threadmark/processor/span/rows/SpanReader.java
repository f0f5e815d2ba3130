package io.threadmark.processor.span.rows;

import io.threadmark.processor.store.RowCodec;
import io.threadmark.processor.store.RowKey;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Span;
import io.threadmark.schema.Stamp;
import io.threadmark.schema.StampOrder;
import io.threadmark.schema.state.SpansRow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the spans of one trace. */
public final class SpanReader {
  static final RowCodec<Span> SPAN = new RowCodec<>(Span.class);
  static final RowCodec<SpansRow> HEAD = new RowCodec<>(SpansRow.class);

  /** Of two statements about a span the one that shows; of one that came twice the first. */
  static final Comparator<Span> SHOWING =
      Comparator.comparing(Span::getStamp, StampOrder.INSTANCE)
          .thenComparing(
              Comparator.comparing((Span span) -> span.getIngest().getReceivedAt())
                  .thenComparing(span -> span.getIngest().getDoor())
                  .reversed());

  private final Rows rows;
  private final SpanKeys keys;

  public SpanReader(Rows rows, byte[] traceKey) {
    this.rows = rows;
    this.keys = new SpanKeys(traceKey);
  }

  /** What is known of the spans together; null where none has come. */
  public SpansRow head() {
    return HEAD.read(rows.get(keys.head()));
  }

  /** The spans that are kept, each once, by start and id. */
  public List<Span> shown() {
    List<Span> shown = new ArrayList<>(shown(keys.spans()).values());
    shown.sort(Comparator.comparing(Span::getStartTimeNanos).thenComparing(Span::getSpanId));
    return shown;
  }

  /** A span as it is shown; null where it has not come, or is not kept. */
  public Span shown(String spanId) {
    return shown(keys.spansNamed(spanId)).get(spanId);
  }

  /**
   * Whether a statement about a span was taken in, or a greater one. Exact while the trace has no
   * more spans than are counted; past that, every statement counts as taken in.
   */
  public boolean holds(String spanId, Stamp stamp) {
    SpansRow head = head();
    if (head == null) {
      return false;
    }
    Span shown = shown(spanId);
    return (shown != null && StampOrder.INSTANCE.compare(shown.getStamp(), stamp) >= 0)
        || isDropped(spanId)
        || head.getUncounted();
  }

  private boolean isDropped(String spanId) {
    boolean[] dropped = {false};
    scan(keys.spansNamed(spanId), value -> dropped[0] |= value.length == 0);
    return dropped[0];
  }

  private Map<String, Span> shown(byte[] prefix) {
    Map<String, Span> shown = new LinkedHashMap<>();
    scan(
        prefix,
        value -> {
          if (value.length > 0) {
            Span span = SPAN.read(value);
            shown.merge(span.getSpanId(), span, (a, b) -> SHOWING.compare(b, a) > 0 ? b : a);
          }
        });
    return shown;
  }

  private interface Taking {
    void take(byte[] value);
  }

  private void scan(byte[] prefix, Taking taking) {
    rows.scan(
        prefix,
        RowKey.behind(prefix),
        Rows.Direction.FORWARD,
        (key, value) -> {
          taking.take(value);
          return true;
        });
  }

  /**
   * The key of the first trace at or behind a place in the order of keys; null where there is none.
   */
  public static byte[] nextTrace(Rows rows, byte[] place) {
    byte[][] found = {null};
    rows.scan(
        place,
        new byte[] {(byte) 0xFF},
        Rows.Direction.FORWARD,
        (key, value) -> {
          found[0] = RowKey.textAt(key, 0).getBytes(StandardCharsets.UTF_8);
          return false;
        });
    return found[0];
  }

  /** The first place behind all rows of a trace. */
  public static byte[] behind(byte[] traceKey) {
    return RowKey.behind(new SpanKeys(traceKey).all());
  }
}
