package io.threadmark.follow.manifest;

import java.util.Comparator;

/**
 * A file of rows of one partition of the topic, in the order of their offsets.
 *
 * @param path where it is in the storage
 * @param firstOffset from which offset on it holds what was to be exported
 * @param lastOffset up to which offset, that one included
 * @param rows how many rows it has
 * @param bytes its size
 * @param sha256 of its bytes, in hexadecimal digits
 */
public record Part(
    String path,
    int partition,
    long firstOffset,
    long lastOffset,
    long rows,
    long bytes,
    String sha256) {

  /** The order in a manifest. */
  public static final Comparator<Part> ORDER =
      Comparator.comparingInt(Part::partition).thenComparingLong(Part::firstOffset);
}
