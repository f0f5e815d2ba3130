package io.threadmark.schema;

import java.nio.ByteBuffer;
import java.util.Comparator;

/**
 * The total order of stamps by which later wins: event time, then revision, then content hash.
 * Neither arrival nor any offset takes part, so that every order of arrival has one outcome.
 */
public final class StampOrder implements Comparator<Stamp> {
  public static final StampOrder INSTANCE = new StampOrder();

  private StampOrder() {}

  @Override
  public int compare(Stamp a, Stamp b) {
    int byTime = a.getEventTime().compareTo(b.getEventTime());
    if (byTime != 0) {
      return byTime;
    }
    int byRevision = Long.compare(a.getRevision(), b.getRevision());
    return byRevision != 0 ? byRevision : compareHashes(a.getContentHash(), b.getContentHash());
  }

  /** Compares content hashes as unsigned bytes; a prefix comes first. */
  public static int compareHashes(ByteBuffer a, ByteBuffer b) {
    int mismatch = a.mismatch(b);
    if (mismatch < 0) {
      return 0;
    }
    if (mismatch >= a.remaining() || mismatch >= b.remaining()) {
      return Integer.compare(a.remaining(), b.remaining());
    }
    return Byte.compareUnsigned(a.get(a.position() + mismatch), b.get(b.position() + mismatch));
  }
}
