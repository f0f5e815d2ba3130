package io.threadmark.processor.span.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.processor.store.MemoryRows;
import io.threadmark.schema.Ingest;
import io.threadmark.schema.Limits;
import io.threadmark.schema.Span;
import io.threadmark.schema.Stamp;
import io.threadmark.schema.state.SpansRow;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The bounds of a trace's spans, as they are documented. */
class SpanWriterTest {
  private static final byte[] TRACE = "acme/t/t1".getBytes(StandardCharsets.UTF_8);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final MemoryRows rows = new MemoryRows();
  private final SpanWriter writer = new SpanWriter(rows, TRACE, SpanBounds.DEFAULT);
  private final SpanReader reader = new SpanReader(rows, TRACE);

  @Test
  void theEarliestSpansAreKeptAndTheRestIsCounted() {
    putInAnyOrder(spans(Limits.SPANS + 200, 10));
    assertThat(reader.shown())
        .hasSize(Limits.SPANS)
        .extracting(Span::getSpanId)
        .startsWith("s0", "s1")
        .endsWith("s" + (Limits.SPANS - 1));
    assertThat(reader.head().getCounted()).isEqualTo(Limits.SPANS + 200);
    assertThat(reader.head().getUncounted()).isFalse();
  }

  @Test
  void ofVeryManySpansItIsToldThatThereAreMoreThanAreCounted() {
    List<Span> spans = spans(Limits.SPANS_COUNTED + 1, 10);
    putInAnyOrder(spans.subList(0, Limits.SPANS_COUNTED));
    assertThat(reader.head().getUncounted()).isFalse();
    writer.put(spans.get(Limits.SPANS_COUNTED));
    putInAnyOrder(spans.subList(Limits.SPANS_COUNTED - 50, Limits.SPANS_COUNTED));
    SpansRow head = reader.head();
    assertThat(head.getUncounted()).isTrue();
    assertThat(head.getCounted()).isEqualTo(Limits.SPANS_COUNTED);
    assertThat(head.getKept()).isEqualTo(Limits.SPANS);
  }

  @Test
  void spansAreKeptUpToTheFirstThatDoesNotFit() {
    List<Span> spans = new ArrayList<>(spans(9, 512 * 1024));
    spans.add(span("small", 8, 1, 10));
    putInAnyOrder(spans);
    assertThat(reader.shown()).hasSize(7);
    assertThat(reader.head().getBytes()).isLessThanOrEqualTo(Limits.SPANS_BYTES);
    assertThat(reader.head().getCounted()).isEqualTo(10);
  }

  @Test
  void aSpanThatOnceWasTooLargeStaysAwayAndSoDoWhatFollowsIt() {
    putInAnyOrder(spans(3, 10));
    writer.put(span("s1", 1, 5, Limits.SPANS_BYTES));
    assertThat(writer.put(span("s1", 1, 9, 10))).isEqualTo(SpanOutcome.DROPPED);
    assertThat(writer.put(span("s2", 2, 9, 10))).isEqualTo(SpanOutcome.DROPPED);
    assertThat(reader.shown()).extracting(Span::getSpanId).containsExactly("s0");
    assertThat(reader.holds("s1", stamp(9))).isTrue();
  }

  @Test
  void ofSpansWithOneIdTheGreatestStampIsShown() {
    assertThat(writer.put(span("s", 1, 1, 10))).isEqualTo(SpanOutcome.NEW);
    assertThat(writer.put(span("s", 1, 3, 20))).isEqualTo(SpanOutcome.CHANGED);
    assertThat(writer.put(span("s", 1, 2, 30))).isEqualTo(SpanOutcome.UNCHANGED);
    assertThat(reader.shown()).containsExactly(span("s", 1, 3, 20));
    writer.put(span("s", 0, 4, 40));
    writer.put(span("s", 5, 2, 50));
    assertThat(reader.shown()).containsExactly(span("s", 0, 4, 40));
    assertThat(reader.holds("s", stamp(4))).isTrue();
    assertThat(reader.holds("s", stamp(5))).isFalse();
  }

  @Test
  void allRowsAreRemovedInSteps() {
    putInAnyOrder(spans(Limits.SPANS + 10, 10));
    writer.deleteHead();
    int steps = 1;
    while (!writer.deleteSome(500)) {
      steps++;
    }
    assertThat(steps).isEqualTo(5);
    assertThat(SpanReader.nextTrace(rows, new byte[] {0})).isNull();
  }

  /** Each twice. */
  private void putInAnyOrder(List<Span> spans) {
    List<Span> shuffled = new ArrayList<>(spans);
    shuffled.addAll(spans);
    Collections.shuffle(shuffled, new Random(7));
    shuffled.forEach(writer::put);
  }

  private static List<Span> spans(int count, int bytes) {
    return IntStream.range(0, count).mapToObj(i -> span("s" + i, i, i, bytes)).toList();
  }

  private static Span span(String id, int start, int stamp, int bytes) {
    return Span.newBuilder()
        .setProjectId("acme")
        .setTraceId("t1")
        .setSpanId(id)
        .setStamp(stamp(stamp))
        .setStartTimeNanos(start)
        .setAttributes("{\"a\":\"" + "x".repeat(bytes) + "\"}")
        .setIngest(new Ingest(START, "http"))
        .build();
  }

  private static Stamp stamp(int second) {
    return new Stamp(START.plusSeconds(second), 0L, ByteBuffer.wrap(new byte[] {1}));
  }
}
