package io.threadmark.processor.rollup.counting;

import io.threadmark.processor.store.RowCodec;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Key;
import io.threadmark.schema.state.Contribution;
import io.threadmark.schema.state.ContributionRow;
import io.threadmark.schema.state.CountedChange;
import io.threadmark.schema.state.LivePieces;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What the things of a thread have added, and what of that changes in one step. */
final class ThreadContributions {
  static final RowCodec<ContributionRow> ROWS = new RowCodec<>(ContributionRow.class);

  private final Rows.Mutable rows;
  private final byte[] threadKey;
  private final List<CountedChange> changes = new ArrayList<>();
  private long bytes;

  ThreadContributions(Rows.Mutable rows, byte[] threadKey) {
    this.rows = rows;
    this.threadKey = threadKey;
  }

  byte[] threadKey() {
    return threadKey;
  }

  String project() {
    return Key.parse(threadKey).project();
  }

  /** What is known of a thing; nothing where there is no row. */
  ContributionRow row(byte[] key) {
    byte[] held = rows.get(key);
    return held == null ? new ContributionRow(null, null) : ROWS.read(held);
  }

  /** What a thing has added; null for nothing. */
  Contribution contribution(byte[] key) {
    return row(key).getContribution();
  }

  /** Remembers a thing as long as there is anything to know of it. */
  void set(byte[] key, LivePieces live, Contribution contribution) {
    ContributionRow was = row(key);
    ContributionRow is = new ContributionRow(live, contribution);
    if (live == null && contribution == null) {
      remove(key);
    } else if (!is.equals(was)) { // a head changes with every message, and what it adds does not
      put(key, was, is);
    }
  }

  /** Remembers a thing, also where it counts for nothing. */
  void put(byte[] key, ContributionRow was, ContributionRow is) {
    if (!Objects.equals(was.getContribution(), is.getContribution())) {
      changes.add(new CountedChange(was.getContribution(), is.getContribution()));
    }
    byte[] row = ROWS.write(is);
    bytes += row.length;
    rows.put(key, row);
  }

  void remove(byte[] key) {
    Contribution was = row(key).getContribution();
    if (was != null) {
      changes.add(new CountedChange(was, null));
    }
    rows.delete(key);
  }

  /**
   * Forgets a thing, and leaves in the totals what it has added.
   *
   * @param left what live feedback is left of a trace; null for none, or where it is none
   */
  void forget(byte[] key, LivePieces left) {
    if (left == null) {
      rows.delete(key);
    } else {
      rows.put(key, ROWS.write(new ContributionRow(left, row(key).getContribution())));
    }
  }

  /** Bytes of what was remembered in the step. */
  long bytes() {
    return bytes;
  }

  /** How the thread counts otherwise than before the step. */
  List<CountedChange> changes() {
    return changes;
  }
}
