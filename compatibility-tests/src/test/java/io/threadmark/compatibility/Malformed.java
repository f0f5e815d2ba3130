package io.threadmark.compatibility;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.io.EncoderFactory;

/** Values that look like records and are none. */
final class Malformed {
  private static final int HEADER_BYTES = 5;

  private Malformed() {}

  /** The head of a record, and a first text of which there is nothing but its length. */
  static byte[] claimingLength(byte[] record, int length) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(record, 0, HEADER_BYTES);
    try {
      EncoderFactory.get().directBinaryEncoder(bytes, null).writeLong(length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
