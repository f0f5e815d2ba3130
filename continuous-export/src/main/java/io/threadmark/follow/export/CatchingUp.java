package io.threadmark.follow.export;

import io.threadmark.follow.manifest.ExportRefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;

/**
 * Up to which moment an export has all that the topic had. The topic keeps the record that a thread
 * is gone only for a while: who has not read to its end for longer may have missed one, and would
 * export that thread for ever.
 */
final class CatchingUp {
  private final Duration keepsRemovals;
  private Instant caughtUpAt;
  private Instant endedAt;
  private SortedMap<Integer, Long> ends;

  CatchingUp(Instant caughtUpAt, Duration keepsRemovals) {
    this.caughtUpAt = caughtUpAt;
    this.keepsRemovals = keepsRemovals;
  }

  /** Why an export that was away for too long cannot go on. */
  static String missed(Instant caughtUpAt, Duration keepsRemovals) {
    return "it has last had all of the topic at %s, and the topic keeps removals for %s"
            .formatted(caughtUpAt, keepsRemovals)
        + " (delete.retention.ms), so it may have missed some";
  }

  /** Whether all of these positions are at or behind the others. */
  static boolean isPast(SortedMap<Integer, Long> positions, SortedMap<Integer, Long> others) {
    return others.entrySet().stream()
        .allMatch(other -> positions.get(other.getKey()) >= other.getValue());
  }

  /** Tells where the topic ended at a moment; an earlier one stays until it is come to. */
  void ended(Instant at, SortedMap<Integer, Long> newEnds, SortedMap<Integer, Long> readTo) {
    if (ends == null || isPast(readTo, newEnds)) {
      endedAt = at;
      ends = newEnds;
    }
  }

  /**
   * The moment up to which all is exported, once these positions are committed.
   *
   * @throws ExportRefusedException where a removal may have been missed
   */
  Instant at(SortedMap<Integer, Long> positions, Instant now) {
    if (ends != null && isPast(positions, ends)) {
      if (now.isAfter(caughtUpAt.plus(keepsRemovals))) {
        throw new ExportRefusedException(
            "the export cannot go on: "
                + missed(caughtUpAt, keepsRemovals)
                + ". With --begin-anew it is made anew from all that the topic has");
      }
      caughtUpAt = endedAt;
      ends = null;
    }
    return caughtUpAt;
  }
}
