package io.threadmark.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How long answers took, and how many there were not. */
final class Latencies {
  private final List<Long> nanos = new ArrayList<>();
  private int unanswered;

  synchronized void add(long took) {
    nanos.add(took);
  }

  synchronized void addUnanswered() {
    unanswered++;
  }

  synchronized int count() {
    return nanos.size();
  }

  synchronized int unanswered() {
    return unanswered;
  }

  /** The time in milliseconds within which a share of the answers came; 1 for all of them. */
  synchronized double millis(double share) {
    if (nanos.isEmpty()) {
      return Double.NaN;
    }
    Collections.sort(nanos);
    int rank = (int) Math.ceil(share * nanos.size());
    return nanos.get(Math.max(0, rank - 1)) / 1e6;
  }
}
