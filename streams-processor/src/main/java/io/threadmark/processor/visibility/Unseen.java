package io.threadmark.processor.visibility;

import io.threadmark.processor.cluster.NotAvailableException;
import io.threadmark.processor.cluster.RequestDeadline;
import io.threadmark.schema.Receipt;
import io.threadmark.schema.Receipt.Statement;
import io.threadmark.schema.Receipt.Subject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * What of a receipt is still to be seen. It is looked at in rounds, some of it at a time. What was
 * seen is not looked at again before all was; then all is looked at once more where that took
 * several rounds, as a crash meanwhile may have taken back what was seen and not committed.
 */
public final class Unseen {
  /** After so many statements, or so long, another has a turn. */
  private static final int MOST_AT_ONCE = 1_000;

  private static final Duration TURN = Duration.ofMillis(200);

  /** Things that are named; of the rest it is told how many they are. */
  private static final int MOST_NAMED = 100;

  private final List<Statement> all = new ArrayList<>();

  /** Whether some of it was seen in an earlier round than the rest. */
  private boolean seenInParts;

  /** Of this round, in order. */
  private final Deque<Statement> toLookAt = new ArrayDeque<>();

  /** Looked at in this round and not seen. */
  private final List<Statement> behind = new ArrayList<>();

  /**
   * Comes last, and not before all else was seen: if it were looked at before the traces that it
   * may wait for, a trace might let it go between the two looks.
   */
  private final Deque<Statement> feedback = new ArrayDeque<>();

  public Unseen(Receipt receipt) {
    for (Statement statement : receipt.statements()) {
      (statement.subject() == Subject.FEEDBACK ? feedback : toLookAt).add(statement);
    }
    all.addAll(toLookAt);
    all.addAll(feedback);
  }

  /**
   * Looks at some of it.
   *
   * @param isVisible whether queries see a statement
   * @return whether the round is over
   * @throws NotAvailableException where something cannot be looked at; another look goes on there
   */
  public boolean look(Predicate<Statement> isVisible) {
    RequestDeadline turn = RequestDeadline.in(TURN);
    for (int looked = 0; looked < MOST_AT_ONCE && !turn.isOver(); looked++) {
      if (toLookAt.isEmpty() && behind.isEmpty()) {
        toLookAt.addAll(feedback);
        feedback.clear();
      }
      if (left() == 0 && seenInParts) {
        toLookAt.addAll(all);
        seenInParts = false;
      }
      Statement next = toLookAt.peek();
      if (next == null) {
        return true;
      }
      if (!isVisible.test(next)) {
        behind.add(next);
      }
      toLookAt.remove();
    }
    return toLookAt.isEmpty() && (!behind.isEmpty() || (feedback.isEmpty() && !seenInParts));
  }

  /** Begins another round with what was not seen in the last. */
  public void again() {
    seenInParts |= left() > 0 && left() < all.size();
    toLookAt.addAll(behind);
    behind.clear();
  }

  /** What was not seen yet, such as {@code feedback f1}; empty where all was. */
  public List<String> told() {
    List<String> told = new ArrayList<>();
    behind.stream().limit(MOST_NAMED).map(Unseen::name).forEach(told::add);
    if (behind.size() > MOST_NAMED) {
      told.add((behind.size() - MOST_NAMED) + " more");
    }
    int left = toLookAt.size() + feedback.size();
    if (left > 0) {
      told.add(left + (behind.isEmpty() ? "" : " more") + ", not looked at yet");
    } else if (behind.isEmpty() && seenInParts) {
      told.add("whether all is still there");
    }
    return told;
  }

  private int left() {
    return toLookAt.size() + feedback.size() + behind.size();
  }

  private static String name(Statement statement) {
    return statement.subject().name().toLowerCase(Locale.ROOT)
        + " "
        + (statement.messageId() == null ? statement.id() : statement.messageId());
  }
}
