package io.threadmark.standalone.deadletters;

import io.threadmark.schema.DeadLetter;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Comparator;

/**
 * A dead letter as it stands in its topic.
 *
 * @param address where
 * @param time when the broker took it
 * @param size its bytes
 * @param content what it says
 */
record Letter(LetterAddress address, Instant time, int size, DeadLetter content) {

  /** Where and when, by which the newer of two is told. */
  record Place(LetterAddress address, Instant time) implements Comparable<Place> {
    private static final Comparator<Place> OLDEST_FIRST =
        Comparator.comparing(Place::time)
            .thenComparing(place -> place.address().partition())
            .thenComparing(place -> place.address().offset());

    @Override
    public int compareTo(Place other) {
      return OLDEST_FIRST.compare(this, other);
    }
  }

  Place place() {
    return new Place(address, time);
  }

  /** The key of the record that it is about; null where that had none. */
  byte[] key() {
    return bytes(content.getKey());
  }

  /** The value of the record that it is about; null where it was not kept. */
  byte[] value() {
    return bytes(content.getValue());
  }

  private static byte[] bytes(ByteBuffer buffer) {
    if (buffer == null) {
      return null;
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
