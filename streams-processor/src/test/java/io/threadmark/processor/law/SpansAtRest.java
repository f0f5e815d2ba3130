package io.threadmark.processor.law;

import io.threadmark.schema.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * The spans of a trace, under small bounds.
 *
 * @param counted those that are counted, the earliest first; an id with two starts is two
 * @param kept how many of them are kept, from the first on
 * @param bytes of what is kept, each as large as it ever was
 * @param all how many there were
 * @param updatedAt the newest statement's time
 */
public record SpansAtRest(List<Span> counted, int kept, long bytes, int all, Instant updatedAt) {
  public static final int MOST_KEPT = 3;
  public static final int MOST_BYTES = 600;
  public static final int MOST_COUNTED = 5;

  /** Of one statement that came in twice, the first delivery; at one time the smaller door. */
  private static final Comparator<Span> NEWER =
      Comparator.comparing((Span span) -> Weight.of(span.getStamp()))
          .thenComparing(
              Comparator.comparing((Span span) -> span.getIngest().getReceivedAt())
                  .thenComparing(span -> span.getIngest().getDoor())
                  .reversed());

  static SpansAtRest of(Collection<Span> said) {
    List<List<Span>> places =
        said.stream()
            .collect(
                Collectors.groupingBy(span -> List.of(span.getStartTimeNanos(), span.getSpanId())))
            .values()
            .stream()
            .sorted(
                Comparator.comparing((List<Span> place) -> place.get(0).getStartTimeNanos())
                    .thenComparing(place -> place.get(0).getSpanId()))
            .toList();
    List<Span> counted = new ArrayList<>();
    int kept = 0;
    long bytes = 0;
    boolean fits = true;
    for (List<Span> place : places.subList(0, Math.min(MOST_COUNTED, places.size()))) {
      counted.add(place.stream().max(NEWER).get());
      int largest = place.stream().mapToInt(SpansAtRest::sizeOf).max().getAsInt();
      fits = fits && kept < MOST_KEPT && bytes + largest <= MOST_BYTES;
      if (fits) {
        kept++;
        bytes += largest;
      }
    }
    return new SpansAtRest(
        counted,
        kept,
        bytes,
        places.size(),
        said.stream().map(span -> span.getStamp().getEventTime()).max(Instant::compareTo).get());
  }

  /** The span of an id as it is shown; null where it is not kept. */
  public Span shown(String spanId) {
    return counted.subList(0, kept).stream()
        .filter(span -> span.getSpanId().equals(spanId))
        .max(NEWER)
        .orElse(null);
  }

  private static int sizeOf(Span span) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    try {
      new SpecificDatumWriter<>(Span.class).write(span, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return 1 + bytes.size(); // with the byte that tells the version of the row
  }
}
