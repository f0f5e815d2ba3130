package io.threadmark.gateway.door.events;

import io.threadmark.gateway.event.Event;
import io.threadmark.gateway.event.EventBatch;
import io.threadmark.gateway.refusal.Rejection;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.BitSet;

/**
 * What one request said, so far as it was taken.
 *
 * @param items how many events it had
 * @param refused places of those that were not taken: they may come again in other words
 * @param digest of what the others say, however it is spelled
 */
record Said(int items, BitSet refused, ByteBuffer digest) {

  static Said of(EventBatch batch) {
    BitSet refused = new BitSet();
    batch.rejections().stream().mapToInt(Rejection::index).forEach(refused::set);
    return new Said(batch.size(), refused, digest(batch, refused));
  }

  /** Whether that request says the same again, and may be more where this one was refused. */
  boolean isIn(EventBatch batch, Said said) {
    if (items != said.items || !isWithin(said.refused)) {
      return false;
    }
    ByteBuffer again = refused.equals(said.refused) ? said.digest : digest(batch, refused);
    return digest.equals(again);
  }

  private boolean isWithin(BitSet others) {
    BitSet newlyRefused = (BitSet) others.clone();
    newlyRefused.andNot(refused);
    return newlyRefused.isEmpty();
  }

  /** Of the one and the other, both of one key, the one that tells of more events. */
  static Said wider(Said one, Said other) {
    return one == null || other.refused.cardinality() < one.refused.cardinality() ? other : one;
  }

  /** Roughly, in memory. */
  long bytes() {
    return 256 + refused.size() / 8;
  }

  private static ByteBuffer digest(EventBatch batch, BitSet except) {
    MessageDigest digest = sha256();
    for (Event event : batch.events()) {
      if (!except.get(event.index())) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(event.index()).flip());
        digest.update(event.contentHash().duplicate());
      }
    }
    return ByteBuffer.wrap(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
