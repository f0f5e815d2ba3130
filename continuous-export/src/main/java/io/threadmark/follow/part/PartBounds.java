package io.threadmark.follow.part;

import java.time.Duration;

/**
 * How large and how old parts become.
 *
 * @param rows after so many a part ends
 * @param bytes after so many bytes of rows a part ends; they are counted as JSON, and Parquet takes
 *     less
 * @param age a row waits for so long, then its part ends
 */
public record PartBounds(long rows, long bytes, Duration age) {
  public static final PartBounds STANDARD =
      new PartBounds(100_000, 128L << 20, Duration.ofMinutes(5));

  /** Whether a part with so much must end. */
  boolean isReached(long rowsSoFar, long bytesSoFar) {
    return rowsSoFar >= rows || bytesSoFar >= bytes;
  }
}
