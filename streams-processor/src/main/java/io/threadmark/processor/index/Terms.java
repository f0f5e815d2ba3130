package io.threadmark.processor.index;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.lucene.util.BytesRef;

/**
 * Whole values as terms. One that is longer than is sensible for a term is its beginning and the
 * SHA-256 of all of it, so that it is found all the same.
 */
final class Terms {
  private static final int MOST_BYTES = 1_024;
  private static final int BEGINNING = 200;

  /** Stands before the hash; no value that is searched for whole has it. */
  private static final byte HASHED = 1;

  private Terms() {}

  static BytesRef of(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= MOST_BYTES) {
      return new BytesRef(bytes);
    }
    byte[] beginning = value.substring(0, BEGINNING).getBytes(StandardCharsets.UTF_8);
    byte[] hash = HexFormat.of().formatHex(sha256(bytes)).getBytes(StandardCharsets.US_ASCII);
    return new BytesRef(
        ByteBuffer.allocate(beginning.length + 1 + hash.length)
            .put(beginning)
            .put(HASHED)
            .put(hash)
            .array());
  }

  /** A term as people see it. */
  static String shown(BytesRef term) {
    byte[] bytes = Arrays.copyOfRange(term.bytes, term.offset, term.offset + term.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == HASHED) {
        return new String(bytes, 0, i, StandardCharsets.UTF_8) + '…';
      }
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
