package io.threadmark.processor.thread.rows;

import io.threadmark.processor.resolve.rows.FeedbackRows;
import io.threadmark.processor.resolve.rows.TraceRows;
import io.threadmark.processor.store.RowKey;
import io.threadmark.schema.LabeledMessage;
import io.threadmark.schema.LabeledTrace;
import io.threadmark.schema.state.FactsRow;
import io.threadmark.schema.state.HeadRow;
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
   * @return null of a row that says nothing which another does not: an order, or the statements
   *     that a head comes from
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
        };
    return new ThreadRow(thread, kind, parts.text());
  }

  /** Reads the value of a head. */
  public static HeadRow head(byte[] value) {
    return ThreadReader.HEAD.read(value);
  }

  /** Reads the value of a message or a trace. */
  public static FactsRow facts(byte[] value) {
    return TraceRows.CODEC.read(value);
  }

  /** Reads the value of a piece of feedback. */
  public static PlacedFeedback feedback(byte[] value) {
    return FeedbackRows.CODEC.read(value);
  }

  /** The message that a value is. */
  public LabeledMessage message(byte[] value) {
    return LabeledItems.message(id, facts(value));
  }

  /** The trace that a value is. */
  public LabeledTrace trace(byte[] value) {
    return LabeledItems.trace(id, facts(value));
  }
}
