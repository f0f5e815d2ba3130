package io.threadmark.standalone.deadletters;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that are looked for in others. */
final class ByteSequence {
  private final byte[] wanted;

  private ByteSequence(byte[] wanted) {
    this.wanted = wanted;
  }

  /** The bytes of a text in UTF-8, which must have one at least. */
  static ByteSequence of(String text) {
    return new ByteSequence(text.getBytes(StandardCharsets.UTF_8));
  }

  boolean isIn(byte[] bytes) {
    for (int at = 0; at + wanted.length <= bytes.length; at++) {
      if (bytes[at] == wanted[0]
          && Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
        return true;
      }
    }
    return false;
  }
}
