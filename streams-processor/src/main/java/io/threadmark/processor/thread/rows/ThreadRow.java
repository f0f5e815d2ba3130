package io.threadmark.processor.thread.rows;

import io.threadmark.processor.resolve.rows.FeedbackRows;
import io.threadmark.processor.resolve.rows.TraceRows;
import io.threadmark.processor.store.RowKey;
import io.threadmark.schema.Key;
import io.threadmark.schema.LabeledFeedback;
import io.threadmark.schema.LabeledMessage;
import io.threadmark.schema.LabeledThread;
import io.threadmark.schema.LabeledTrace;
import io.threadmark.schema.state.PlacedFeedback;

/**
 * What a row of the store of threads is about, for whoever follows the store's changes one by one.
 *
 * @param thread the key of the thread, as records have it
 * @param kind what it is
 * @param id the id of the item; empty of a head
 */
public record ThreadRow(String thread, Kind kind, String id) {

  /** What a row is. */
  public enum Kind {
    HEAD,
    MESSAGE,
    TRACE,
    FEEDBACK
  }

  /**
   * Reads a row's key.
   *
   * @return null of a row that says nothing which another does not: an order, the statements that a
   *     head comes from, or a message that another takes the place of
   */
  public static ThreadRow of(byte[] key) {
    RowKey.Reader parts = new RowKey.Reader(key);
    String thread = parts.text();
    byte section = parts.section();
    if (section == ThreadKeys.HEAD) {
      return new ThreadRow(thread, Kind.HEAD, "");
    }
    if (section != ThreadKeys.ITEM) {
      return null;
    }
    Kind kind =
        switch (Item.Kind.of(parts.section())) {
          case MESSAGE -> Kind.MESSAGE;
          case TRACE -> Kind.TRACE;
          case FEEDBACK -> Kind.FEEDBACK;
          case HIDDEN -> null;
        };
    return kind == null ? null : new ThreadRow(thread, kind, parts.text());
  }

  /**
   * Whether a thread can be read anew from rows such as this one: a head, the statements that it
   * comes from, or an item, shown or not. The others are orders of these.
   */
  public static boolean isOfContent(byte[] key) {
    RowKey.Reader parts = new RowKey.Reader(key);
    parts.text();
    byte section = parts.section();
    return section == ThreadKeys.HEAD || section == ThreadKeys.FACTS || section == ThreadKeys.ITEM;
  }

  /** The key of the thread that a row is of. */
  public static String threadOf(byte[] key) {
    return new RowKey.Reader(key).text();
  }

  /** The thread that a head is of, without what is in it. */
  public LabeledThread head(byte[] value) {
    return ThreadSnapshot.fill(ThreadReader.HEAD.read(value), Key.parse(thread));
  }

  /** The feedback that a value is; null where another piece supersedes it. */
  public static LabeledFeedback liveFeedback(byte[] value) {
    PlacedFeedback placed = FeedbackRows.CODEC.read(value);
    return placed.getLive().getSupersededBy() == null ? LabeledItems.feedback(placed, null) : null;
  }

  /** The message that a value is. */
  public LabeledMessage message(byte[] value) {
    return LabeledItems.message(id, TraceRows.CODEC.read(value));
  }

  /** The trace that a value is. */
  public LabeledTrace trace(byte[] value) {
    return LabeledItems.trace(id, TraceRows.CODEC.read(value));
  }
}
