package io.threadmark.dataset.spill;

/** Heap sort of records that lie one after another in an array: in place, without a worst case. */
final class LongsSort {
  private LongsSort() {}

  static void sort(long[] longs, int records, int width) {
    for (int root = records / 2 - 1; root >= 0; root--) {
      sink(longs, root, records, width);
    }
    for (int last = records - 1; last > 0; last--) {
      swap(longs, 0, last, width);
      sink(longs, 0, last, width);
    }
  }

  private static void sink(long[] longs, int from, int records, int width) {
    int root = from;
    while (true) {
      int child = 2 * root + 1;
      if (child >= records) {
        return;
      }
      if (child + 1 < records && compare(longs, child, child + 1, width) < 0) {
        child++;
      }
      if (compare(longs, root, child, width) >= 0) {
        return;
      }
      swap(longs, root, child, width);
      root = child;
    }
  }

  private static int compare(long[] longs, int one, int other, int width) {
    for (int at = 0; at < width; at++) {
      int order = Long.compare(longs[one * width + at], longs[other * width + at]);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static void swap(long[] longs, int one, int other, int width) {
    for (int at = 0; at < width; at++) {
      long kept = longs[one * width + at];
      longs[one * width + at] = longs[other * width + at];
      longs[other * width + at] = kept;
    }
  }
}
