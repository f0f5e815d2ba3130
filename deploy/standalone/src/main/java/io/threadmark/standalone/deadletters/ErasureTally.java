package io.threadmark.standalone.deadletters;

/** Counts the letters of a partition that go, and those that stay. */
final class ErasureTally {
  private long erased;
  private long kept;

  void count(boolean taken) {
    if (taken) {
      erased++;
    } else {
      kept++;
    }
  }

  long erased() {
    return erased;
  }

  long kept() {
    return kept;
  }

  long read() {
    return erased + kept;
  }
}
