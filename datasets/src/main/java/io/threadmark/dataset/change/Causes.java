package io.threadmark.dataset.change;

import io.threadmark.dataset.label.Rules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Says why a row is not as it was. */
final class Causes {
  static final String DEDUPLICATION = "deduplication";
  static final String NEW_THREAD = "data.new_thread";
  static final String THREAD_GONE = "data.thread_gone";
  static final String FEEDBACK_GONE = "data.feedback_gone";
  static final String FEEDBACK_EDITED = "data.feedback_edited";
  static final String NEW_FEEDBACK = "data.new_feedback";
  static final String CONVERSATION = "data.conversation";
  static final String OTHER_THREADS = "data.other_threads";
  static final String PROGRAM = "program";

  private final List<String> byTransition = new ArrayList<>();
  private final boolean isChosenAmongAll;
  private final boolean isOtherProgram;

  /**
   * @param isChosenAmongAll whether a row depends on other threads than its own
   * @param isOtherProgram whether another version of the program made the former package
   */
  Causes(RuleSteps steps, boolean isChosenAmongAll, boolean isOtherProgram) {
    this.isChosenAmongAll = isChosenAmongAll;
    this.isOtherProgram = isOtherProgram;
    byTransition.add(DEDUPLICATION);
    byTransition.add(null); // from the former threads to those of today
    steps.steps().forEach(step -> byTransition.add(step.member()));
    byTransition.add(DEDUPLICATION);
  }

  /** Whether what a row is made of depends on other threads than its own. */
  static boolean isChosenAmongAll(Rules rules, boolean isForTrainingOnly) {
    return rules.maxPerRater() > 0 || isForTrainingOnly;
  }

  /**
   * The cause of a change.
   *
   * @param transition the place in the row's history where it changed, see {@link Comparison}
   * @param row as it is, or was
   * @param before its thread then; null where it was not there
   * @param now its thread now; null where it is not there
   */
  String of(int transition, Decision row, SeenThread before, SeenThread now) {
    String cause = byTransition.get(transition);
    if (cause != null) {
      return cause;
    }
    if (before == null) {
      return NEW_THREAD;
    }
    if (now == null) {
      return THREAD_GONE;
    }
    String said = ofFeedback(before, now, piece -> piece.isAbout(row));
    if (said == null) {
      said = ofFeedback(before, now, piece -> true);
    }
    return said == null ? elsewhere(before, now) : said;
  }

  /** Null where the feedback is the same. */
  private static String ofFeedback(
      SeenThread before, SeenThread now, Predicate<SeenThread.Piece> which) {
    Map<String, Long> former = new HashMap<>();
    before.feedback().stream()
        .filter(which)
        .forEach(piece -> former.put(piece.id(), piece.updatedAt()));
    boolean isNew = false;
    boolean isEdited = false;
    for (SeenThread.Piece piece : now.feedback()) {
      if (which.test(piece)) {
        Long then = former.remove(piece.id());
        isNew |= then == null;
        isEdited |= then != null && then != piece.updatedAt();
      }
    }
    if (!former.isEmpty()) {
      return FEEDBACK_GONE;
    }
    return isEdited ? FEEDBACK_EDITED : isNew ? NEW_FEEDBACK : null;
  }

  private String elsewhere(SeenThread before, SeenThread now) {
    if (before.updatedAt() != now.updatedAt()) {
      return CONVERSATION;
    }
    return isChosenAmongAll ? OTHER_THREADS : isOtherProgram ? PROGRAM : CONVERSATION;
  }
}
