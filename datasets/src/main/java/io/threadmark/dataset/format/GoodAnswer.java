package io.threadmark.dataset.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.label.Correction;
import io.threadmark.dataset.label.JudgedAnswer;
import io.threadmark.dataset.label.Labels;
import io.threadmark.dataset.label.Reason;
import io.threadmark.dataset.label.Verdict;
import io.threadmark.dataset.row.Claim;
import io.threadmark.dataset.row.Example;
import io.threadmark.dataset.turn.Answer;
import io.threadmark.dataset.turn.Turn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An answer worth learning: one that was corrected, as corrected; or one that the judges speak for,
 * as it is.
 *
 * @param raters how many judges stand behind it
 */
record GoodAnswer(Answer answer, Turn good, Origin origin, int raters) {

  /**
   * The row of it.
   *
   * @param text the answer as the row has it
   */
  Example example(ObjectNode row, String text) {
    return origin.example(
        row,
        answer.promptText(),
        text,
        origin.provenance().origin(),
        Claim.speaksFor(answer.key(), "good", text));
  }

  /** Those of a thread. What judges say of the whole thread is about the answer that ends it. */
  static List<GoodAnswer> of(Labels labels) {
    labels.without("PREFERENCE");
    List<GoodAnswer> good = new ArrayList<>();
    Set<String> judged = new HashSet<>();
    for (JudgedAnswer answer : labels.judgedAnswers()) {
      judged.add(answer.answer().key());
      of(labels, answer).ifPresent(good::add);
    }
    labels
        .ofThread()
        .filter(verdict -> isPositive(verdict, labels))
        .flatMap(verdict -> labels.answers().last().map(last -> ofThread(labels, last, verdict)))
        .filter(last -> !judged.contains(last.answer().key()))
        .ifPresent(good::add);
    return good;
  }

  /** A correction stands for the answer, whatever the judges say of what was corrected. */
  private static Optional<GoodAnswer> of(Labels labels, JudgedAnswer judged) {
    Answer answer = judged.answer();
    Optional<Correction> correction = judged.correction();
    if (correction.isPresent()) {
      return correction.map(
          found ->
              new GoodAnswer(
                  answer,
                  found.corrected(),
                  Origin.of(labels.thread(), answer, Origin.CORRECTION, List.of(found.feedback())),
                  1));
    }
    return judged
        .verdict(labels.rules(), labels.drops())
        .filter(verdict -> isPositive(verdict, labels))
        .map(
            verdict ->
                new GoodAnswer(
                    answer,
                    answer.turn(),
                    Origin.of(labels.thread(), answer, Origin.RATING, verdict.feedback()),
                    verdict.raters()));
  }

  private static GoodAnswer ofThread(Labels labels, Answer last, Verdict verdict) {
    return new GoodAnswer(
        last,
        last.turn(),
        Origin.of(labels.thread(), last, Origin.THREAD_RATING, verdict.feedback()),
        verdict.raters());
  }

  private static boolean isPositive(Verdict verdict, Labels labels) {
    if (!verdict.positive()) {
      labels.drops().count(Reason.JUDGED_NEGATIVE);
    }
    return verdict.positive();
  }
}
