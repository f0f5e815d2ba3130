package io.threadmark.processor.resolve.rows;

import io.threadmark.processor.store.RowCodec;
import io.threadmark.processor.store.RowKey;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.StampOrder;
import io.threadmark.schema.UnmatchedFeedback;
import java.util.Comparator;

/**
 * Feedback whose wait is over, by the ref that says so. While feedback moves from one ref to
 * another, both may say it for a moment.
 */
public final class UnmatchedRows {
  private static final RowCodec<UnmatchedFeedback> CODEC = new RowCodec<>(UnmatchedFeedback.class);

  private static final Comparator<UnmatchedFeedback> BY_STAMP =
      Comparator.comparing(row -> row.getFeedback().getStamp(), StampOrder.INSTANCE);

  private UnmatchedRows() {}

  /** Puts what a ref says, or removes it where it is null. */
  public static void set(
      Rows.Mutable rows, byte[] feedbackKey, String writer, UnmatchedFeedback unmatched) {
    byte[] key = RowKey.of(feedbackKey).text(writer).bytes();
    if (unmatched == null) {
      rows.delete(key);
    } else {
      rows.put(key, CODEC.write(unmatched));
    }
  }

  /** The newest of what refs say; null where none does. */
  public static UnmatchedFeedback newest(Rows rows, byte[] feedbackKey) {
    byte[] prefix = RowKey.of(feedbackKey).bytes();
    UnmatchedFeedback[] newest = {null};
    rows.scan(
        prefix,
        RowKey.behind(prefix),
        Rows.Direction.FORWARD,
        (key, value) -> {
          UnmatchedFeedback row = CODEC.read(value);
          if (newest[0] == null || BY_STAMP.compare(row, newest[0]) > 0) {
            newest[0] = row;
          }
          return true;
        });
    return newest[0];
  }
}
