package io.threadmark.processor.feedback.rows;

import io.threadmark.processor.feedback.rows.FeedbackListing.State;
import io.threadmark.processor.store.RowKey;
import io.threadmark.processor.store.Rows;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * How much feedback a partition of Identify or Resolve has, as rows of its own: how many ids are
 * known, and how many pieces are listed in each state. A count changes in one transaction with the
 * rows that it counts, so it is exact whatever crashes, and restored as they are. A count of zero
 * has no row.
 */
public final class FeedbackCounts {
  /** Before all other rows: a record's key begins with its project, which has no such character. */
  private static final byte[] COUNTS = {1};

  private static final byte[] BEHIND_COUNTS = {2};
  private static final byte[] END = {(byte) 0xFF};
  private static final char KNOWN = 'k';

  private FeedbackCounts() {}

  /** Feedback ids that a partition of Identify knows, retracted ones among them. */
  public static long known(Rows rows) {
    return count(rows, KNOWN);
  }

  /** Pieces of feedback that a partition lists in a state. */
  public static long of(Rows rows, State state) {
    return count(rows, state.letter());
  }

  /** One more feedback id is known. */
  public static void learned(Rows.Mutable rows) {
    add(rows, KNOWN, 1);
  }

  /** A feedback id is known no more. */
  public static void forgot(Rows.Mutable rows) {
    add(rows, KNOWN, -1);
  }

  /** A piece went from a state to another; null is none. */
  static void moved(Rows.Mutable rows, State from, State to) {
    if (from == to) {
      return;
    }
    if (from != null) {
      add(rows, from.letter(), -1);
    }
    if (to != null) {
      add(rows, to.letter(), 1);
    }
  }

  /** Counts once what a former version wrote, which kept no counts. */
  public static void begin(Rows.Mutable rows) {
    boolean[] counted = {false};
    rows.scan(
        COUNTS,
        BEHIND_COUNTS,
        Rows.Direction.FORWARD,
        (key, value) -> {
          counted[0] = true;
          return false;
        });
    if (counted[0]) {
      return;
    }
    Map<Character, Long> counts = new HashMap<>();
    rows.scan(
        BEHIND_COUNTS,
        END,
        Rows.Direction.FORWARD,
        (key, value) -> {
          if (IdentityRows.feedbackOf(key) != null) {
            counts.merge(KNOWN, 1L, Long::sum);
          }
          State listed = FeedbackListing.stateOf(key);
          if (listed != null) {
            counts.merge(listed.letter(), 1L, Long::sum);
          }
          return true;
        });
    counts.forEach((letter, count) -> add(rows, letter, count));
  }

  private static long count(Rows rows, char letter) {
    byte[] count = rows.get(key(letter));
    return count == null ? 0 : ByteBuffer.wrap(count).getLong();
  }

  private static void add(Rows.Mutable rows, char letter, long more) {
    long count = count(rows, letter) + more;
    if (count == 0) {
      rows.delete(key(letter));
    } else {
      rows.put(key(letter), ByteBuffer.allocate(Long.BYTES).putLong(count).array());
    }
  }

  private static byte[] key(char letter) {
    return RowKey.of(COUNTS).section(letter).bytes();
  }
}
