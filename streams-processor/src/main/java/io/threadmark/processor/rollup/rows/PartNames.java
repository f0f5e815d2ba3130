package io.threadmark.processor.rollup.rows;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads the parts of many keys. The same few stand in every window, so each is read once: reading
 * their texts, and comparing them, would be most of what a row of a sum costs.
 */
final class PartNames {
  /** Parts that are remembered; others are read again. */
  private static final int MOST = 10_000;

  private final Map<ByteBuffer, Part> known = new HashMap<>();

  /** The part of a key that begins at a position. */
  Part at(byte[] key, int position) {
    ByteBuffer name = ByteBuffer.wrap(key, position, key.length - position);
    Part part = known.get(name);
    if (part == null) {
      part = PartialKey.part(key, position);
      if (known.size() < MOST) {
        known.put(name, part);
      }
    }
    return part;
  }
}
