package io.threadmark.processor.query.stream;

import io.threadmark.processor.query.http.RequestProblem;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * Up to where a listener has heard, as it carries it: opaque to it.
 *
 * @param topic stands for the topic; one that was made anew has another
 * @param atMs when that was, in milliseconds since 1970
 * @param offsets of the next record of each partition
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record StreamPosition(int topic, long atMs, long[] offsets) {
  private static final byte VERSION = 1;

  /**
   * @throws RequestProblem where it is none
   */
  static StreamPosition read(String text) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      if (bytes.get() == VERSION) {
        int topic = bytes.getInt();
        long at = bytes.getLong();
        long[] offsets = new long[bytes.remaining() / Long.BYTES];
        bytes.asLongBuffer().get(offsets);
        if (bytes.remaining() == offsets.length * Long.BYTES && isPossible(offsets)) {
          return new StreamPosition(topic, at, offsets);
        }
      }
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      // said below
    }
    throw RequestProblem.invalid("Last-Event-ID", "must be the id of an event of this stream");
  }

  private static boolean isPossible(long[] offsets) {
    return java.util.Arrays.stream(offsets).allMatch(offset -> offset >= 0);
  }

  @Override
  public String toString() {
    ByteBuffer bytes =
        ByteBuffer.allocate(1 + Integer.BYTES + Long.BYTES + offsets.length * Long.BYTES)
            .put(VERSION)
            .putInt(topic)
            .putLong(atMs);
    bytes.asLongBuffer().put(offsets);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }
}
