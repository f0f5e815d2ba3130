package io.threadmark.processor.index;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Where a thread or a trace stands in a list.
 *
 * @param rank the smaller comes first, whatever the direction of the list
 * @param id of what stands there; the bytes of its UTF-8 decide among those of one rank
 * @param partition that has it
 */
public record Place(long rank, String id, int partition) implements Comparable<Place> {
  private static final Comparator<Place> ORDER =
      Comparator.comparingLong(Place::rank)
          .thenComparing((one, other) -> Arrays.compareUnsigned(one.bytes(), other.bytes()));

  /** Behind all that is known. */
  static final long UNKNOWN = Long.MAX_VALUE;

  /** The rank of a value; its complement turns the order round and never overflows. */
  static long rankOf(long value, boolean descending) {
    return Math.min(UNKNOWN - 1, descending ? ~value : value);
  }

  private byte[] bytes() {
    return id.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }
}
