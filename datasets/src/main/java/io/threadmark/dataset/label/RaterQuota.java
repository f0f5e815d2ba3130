package io.threadmark.dataset.label;

import io.threadmark.dataset.json.TextHash;

/**
 * Counts the feedback of each judge in a whole dataset, up to a quota. Judges are known by 64 bits
 * of a hash, in open addressing: 24 to 48 bytes each, whatever their ids.
 */
public final class RaterQuota {
  private static final int FIRST_SIZE = 1 << 10;

  private final int most;
  private long[] raters = new long[FIRST_SIZE];
  private int[] counts = new int[FIRST_SIZE];
  private int used;

  /** A quota of 0 is none. */
  public RaterQuota(int most) {
    this.most = most;
  }

  /** Whether one more piece of feedback of this judge counts. */
  boolean take(String rater) {
    if (most == 0) {
      return true;
    }
    int slot = slot(raters, counts, hash(rater));
    if (counts[slot] >= most) {
      return false;
    }
    if (counts[slot]++ == 0) {
      raters[slot] = hash(rater);
      used++;
      if (used * 2 > raters.length) {
        grow();
      }
    }
    return true;
  }

  private void grow() {
    long[] wider = new long[raters.length * 2];
    int[] widerCounts = new int[wider.length];
    for (int from = 0; from < raters.length; from++) {
      if (counts[from] > 0) {
        int to = slot(wider, widerCounts, raters[from]);
        wider[to] = raters[from];
        widerCounts[to] = counts[from];
      }
    }
    raters = wider;
    counts = widerCounts;
  }

  private static int slot(long[] raters, int[] counts, long hash) {
    int slot = (int) (hash ^ (hash >>> 32)) & (raters.length - 1);
    while (counts[slot] > 0 && raters[slot] != hash) {
      slot = (slot + 1) & (raters.length - 1);
    }
    return slot;
  }

  private static long hash(String rater) {
    return TextHash.of(rater).high();
  }
}
