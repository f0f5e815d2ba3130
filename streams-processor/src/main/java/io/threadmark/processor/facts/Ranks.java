package io.threadmark.processor.facts;

import io.threadmark.schema.Micros;
import io.threadmark.schema.Stamp;
import io.threadmark.schema.StampOrder;
import io.threadmark.schema.state.Rank;
import java.util.Comparator;

/** The orders of ranks. */
public final class Ranks {
  /** By stamp alone: which statement is newer. */
  public static final Comparator<Rank> BY_STAMP =
      Comparator.comparingLong(Rank::getEventTime)
          .thenComparingLong(Rank::getRevision)
          .thenComparing(Rank::getContentHash, StampOrder::compareHashes);

  /** Precedence before stamp: which of two statements about one field wins. */
  public static final Comparator<Rank> WINNING =
      Comparator.comparingLong(Rank::getPrecedence).thenComparing(BY_STAMP);

  private Ranks() {}

  /** The rank of a statement. */
  public static Rank of(long precedence, Stamp stamp) {
    return new Rank(
        precedence, Micros.of(stamp.getEventTime()), stamp.getRevision(), stamp.getContentHash());
  }

  /** Whether a rank has exactly this stamp. */
  static boolean hasStamp(Rank rank, Stamp stamp) {
    return BY_STAMP.compare(rank, of(rank.getPrecedence(), stamp)) == 0;
  }
}
