package io.threadmark.processor.feedback.rows;

import io.threadmark.processor.store.RowKey;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Key;
import io.threadmark.schema.state.FeedbackRow;
import io.threadmark.schema.state.LiveFeedback;
import io.threadmark.schema.state.PlacedFeedback;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The feedback of a project by the state of its join, in the order of creation. Whoever knows the
 * state lists it: Identify what was retracted and what names a thread, Resolve all else. The rows
 * stand beside those that they list, so both change in one transaction.
 */
public final class FeedbackListing {
  private static final byte[] NOTHING = {};

  /** The state of a join. */
  public enum State {
    PENDING('p'),
    MATCHED('m'),
    UNMATCHED('u'),
    RETRACTED('r');

    private final char letter;

    State(char letter) {
      this.letter = letter;
    }

    char letter() {
      return letter;
    }
  }

  /**
   * One listed piece of feedback.
   *
   * @param createdAt its smallest event time, in microseconds
   * @param ref the key of the ref that it is at; empty where Identify lists it
   */
  public record Entry(State state, long createdAt, String feedbackId, String ref) {}

  /** Takes entries, the newest first, as long as it wants more. */
  public interface Visitor {
    boolean visit(Entry entry);
  }

  private FeedbackListing() {}

  /** How Identify lists a feedback id; null where it is not Identify's to list. */
  public static Entry ofIdentity(FeedbackRow row, LiveFeedback live) {
    if (row == null) {
      return null;
    }
    String id = FeedbackVersions.winner(row).getFeedbackId();
    if (live == null) {
      return new Entry(State.RETRACTED, row.getCreatedAt(), id, "");
    }
    boolean namesThread = Refs.of(live.getFeedback()).kind() == Key.Kind.THREAD;
    return namesThread ? new Entry(State.MATCHED, row.getCreatedAt(), id, "") : null;
  }

  /** How Resolve lists a piece of feedback of a ref; null of null. */
  public static Entry ofPlaced(String ref, PlacedFeedback row) {
    if (row == null) {
      return null;
    }
    State state =
        row.getThreadId() != null
            ? State.MATCHED
            : row.getUnmatched() ? State.UNMATCHED : State.PENDING;
    LiveFeedback live = row.getLive();
    return new Entry(state, live.getCreatedAt(), live.getFeedback().getFeedbackId(), ref);
  }

  /** Puts an entry in the place of another; either may be null. */
  public static void replace(Rows.Mutable rows, Key ofProject, Entry was, Entry is) {
    if (Objects.equals(was, is)) {
      return;
    }
    if (was != null) {
      rows.delete(key(ofProject, was));
    }
    if (is != null) {
      rows.put(key(ofProject, is), NOTHING);
    }
    FeedbackCounts.moved(rows, was == null ? null : was.state, is == null ? null : is.state);
  }

  /** The state in which a row lists a piece of feedback; null where the row is another. */
  static State stateOf(byte[] rowKey) {
    String project = RowKey.textAt(rowKey, 0);
    if (project.indexOf('/') >= 0) {
      return null; // a record's key
    }
    String section = RowKey.textAt(rowKey, project.getBytes(StandardCharsets.UTF_8).length + 1);
    for (State state : State.values()) {
      if (section.equals(String.valueOf(state.letter))) {
        return state;
      }
    }
    return null;
  }

  /**
   * Visits a project's entries of one state, the newest first.
   *
   * @param ofProject any key of the project
   * @param from the earliest creation to visit, in microseconds
   * @param before entries from this time on are left out, in microseconds
   * @param beforeId where not null, those of exactly that time with smaller ids are visited too
   */
  public static void scan(
      Rows rows,
      Key ofProject,
      State state,
      long from,
      long before,
      String beforeId,
      Visitor visitor) {
    RowKey end = section(ofProject, state).time(before);
    byte[] prefix = section(ofProject, state).bytes();
    rows.scan(
        section(ofProject, state).time(from).bytes(),
        beforeId == null ? end.bytes() : end.text(beforeId).bytes(),
        Rows.Direction.BACKWARD,
        (key, nothing) -> visitor.visit(entry(state, key, prefix.length)));
  }

  private static Entry entry(State state, byte[] key, int position) {
    String id = RowKey.textAt(key, position + Long.BYTES);
    int behindId = position + Long.BYTES + id.getBytes(StandardCharsets.UTF_8).length + 1;
    return new Entry(state, RowKey.timeAt(key, position), id, RowKey.textAt(key, behindId));
  }

  private static byte[] key(Key ofProject, Entry entry) {
    return section(ofProject, entry.state)
        .time(entry.createdAt)
        .text(entry.feedbackId)
        .text(entry.ref)
        .bytes();
  }

  /** No record's key is a project alone, so these rows are among no other's. */
  private static RowKey section(Key ofProject, State state) {
    return RowKey.ofProject(ofProject).section(state.letter);
  }
}
