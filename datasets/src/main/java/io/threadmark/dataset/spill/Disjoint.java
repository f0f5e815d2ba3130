package io.threadmark.dataset.spill;

import java.util.Arrays;

/**
 * Sets that are merged until each element knows the smallest of its set. Four bytes an element; at
 * most two thousand million of them.
 */
public final class Disjoint {
  private static final int FIRST_SIZE = 1 << 10;

  private int[] parents = new int[FIRST_SIZE];
  private int size;

  /** A new element in a set of its own; elements are counted from 0. */
  public int add() {
    if (size == parents.length) {
      parents = Arrays.copyOf(parents, Math.multiplyExact(size, 2));
    }
    parents[size] = size;
    return size++;
  }

  public void merge(int one, int other) {
    int a = smallest(one);
    int b = smallest(other);
    parents[Math.max(a, b)] = Math.min(a, b);
  }

  public int smallest(int element) {
    int root = element;
    while (parents[root] != root) {
      parents[root] = parents[parents[root]];
      root = parents[root];
    }
    return root;
  }

  public int size() {
    return size;
  }
}
