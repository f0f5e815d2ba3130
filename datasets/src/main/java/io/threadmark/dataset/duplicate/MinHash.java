package io.threadmark.dataset.duplicate;

import java.util.Arrays;

/** The MinHash signature of a text: of two texts, about as many hashes agree as shingles do. */
final class MinHash {
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private final int shingle;
  private final long[] seeds = new long[NearDuplicatePlan.HASHES];

  MinHash(int shingle) {
    this.shingle = shingle;
    for (int at = 0; at < seeds.length; at++) {
      seeds[at] = mixed(at + 1L);
    }
  }

  /** A text shorter than a shingle is one shingle. */
  int[] of(String text) {
    int[] signature = new int[seeds.length];
    Arrays.fill(signature, Integer.MAX_VALUE);
    int last = Math.max(0, text.length() - shingle);
    for (int from = 0; from <= last; from++) {
      long hash = hash(text, from, Math.min(text.length(), from + shingle));
      for (int at = 0; at < seeds.length; at++) {
        int hashed = (int) (mixed(hash ^ seeds[at]) >>> 33);
        if (hashed < signature[at]) {
          signature[at] = hashed;
        }
      }
    }
    return signature;
  }

  static double similarity(int[] one, int[] other) {
    int equal = 0;
    for (int at = 0; at < one.length; at++) {
      equal += one[at] == other[at] ? 1 : 0;
    }
    return (double) equal / one.length;
  }

  /** A hash of one band of a signature. */
  static long band(int[] signature, int band, int rows) {
    long hash = band + 1L;
    for (int at = band * rows; at < (band + 1) * rows; at++) {
      hash = mixed(hash * MULTIPLIER + signature[at]);
    }
    return hash;
  }

  private static long hash(String text, int from, int to) {
    long hash = 0;
    for (int at = from; at < to; at++) {
      hash = hash * 0x100000001B3L + text.charAt(at) + 1;
    }
    return mixed(hash);
  }

  /** The finalizer of SplitMix64. */
  private static long mixed(long value) {
    long mixed = value + MULTIPLIER;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
