package io.threadmark.processor.law;

import io.threadmark.schema.Feedback;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;

/** All that was ever said under one feedback id. */
record Versions(List<Feedback> all) {
  private static final int KEPT = 10;
  private static final int KEPT_BYTES = 2 * 1024 * 1024;

  /** Of one statement that came in twice, the first delivery; at one time the smaller door. */
  private static final Comparator<Feedback> NEWER =
      Comparator.comparing((Feedback event) -> Weight.of(event.getStamp()))
          .thenComparing(
              Comparator.comparing((Feedback event) -> event.getIngest().getReceivedAt())
                  .thenComparing(event -> event.getIngest().getDoor())
                  .reversed());

  /** The newest of each content, the newest first, as many as fit; the winner always does. */
  List<Feedback> history() {
    List<Feedback> newest = newest();
    int bytes = 0;
    int kept = 0;
    for (Feedback version : newest) {
      bytes += 1 + sizeOf(version); // with the byte that tells the version of the row
      if (kept > 0 && bytes > KEPT_BYTES) {
        break;
      }
      kept++;
    }
    return newest.subList(0, kept);
  }

  private static int sizeOf(Feedback version) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    try {
      new SpecificDatumWriter<>(Feedback.class).write(version, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.size();
  }

  private List<Feedback> newest() {
    return all.stream()
        .collect(Collectors.groupingBy(event -> Weight.of(event.getStamp()).hash()))
        .values()
        .stream()
        .map(same -> same.stream().max(NEWER).get())
        .sorted(NEWER.reversed())
        .limit(KEPT)
        .toList();
  }

  Feedback winner() {
    return history().get(0);
  }

  boolean isLive() {
    return !winner().getRetracted();
  }

  Instant createdAt() {
    return first(event -> event.getStamp().getEventTime());
  }

  Instant firstReceivedAt() {
    return first(event -> event.getIngest().getReceivedAt());
  }

  /** When the wait for the trace begins. */
  Instant waitsSince() {
    return createdAt().isAfter(firstReceivedAt()) ? createdAt() : firstReceivedAt();
  }

  private Instant first(Function<Feedback, Instant> time) {
    return all.stream().map(time).min(Comparator.naturalOrder()).get();
  }
}
