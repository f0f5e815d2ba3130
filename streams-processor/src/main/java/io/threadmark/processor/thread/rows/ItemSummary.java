package io.threadmark.processor.thread.rows;

import io.threadmark.processor.facts.Facts;
import io.threadmark.schema.Micros;
import io.threadmark.schema.User;
import io.threadmark.schema.state.FactsRow;
import io.threadmark.schema.state.PlacedFeedback;

/**
 * What the head and the orders of a thread need to know of one item.
 *
 * @param createdAt when it began, in microseconds: of a message and of feedback the smallest event
 *     time
 * @param position where it stands among those of one time
 * @param updatedAt the event time of its newest statement, in microseconds
 * @param user the user that it names, or null
 * @param counted whether it counts as one of its kind: superseded feedback does not
 */
record ItemSummary(long createdAt, long position, long updatedAt, User user, boolean counted) {

  /** Of a message or a trace; null of null. */
  static ItemSummary of(FactsRow row) {
    if (row == null) {
      return null;
    }
    Facts facts = Facts.of(row);
    return new ItemSummary(
        facts.beganAt(), facts.position(), facts.updatedAt(), LabeledItems.user(facts), true);
  }

  /** Of feedback; null of null. */
  static ItemSummary of(PlacedFeedback row) {
    if (row == null) {
      return null;
    }
    return new ItemSummary(
        row.getLive().getCreatedAt(),
        0,
        Micros.of(row.getLive().getFeedback().getStamp().getEventTime()),
        null,
        row.getLive().getSupersededBy() == null);
  }

  /** Whether another stands at the same place in the order of creation. */
  boolean isAtPlaceOf(ItemSummary other) {
    return createdAt == other.createdAt && position == other.position;
  }
}
