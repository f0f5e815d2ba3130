package io.threadmark.dataset.format;

import io.threadmark.dataset.label.Correction;
import io.threadmark.dataset.label.JudgedAnswer;
import io.threadmark.dataset.label.Labels;
import io.threadmark.dataset.label.Verdict;
import io.threadmark.dataset.row.Claim;
import io.threadmark.dataset.turn.Answer;
import io.threadmark.schema.LabeledFeedback;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A judged answer as a test case: what was asked, and what should be answered where that is known.
 *
 * @param expected the correction, else the answer where the judges speak for it; null for neither
 * @param judgement positive, negative or corrected
 */
record ExpectedAnswer(Answer answer, String expected, String judgement, Origin origin) {

  static List<ExpectedAnswer> of(Labels labels) {
    labels.without("PREFERENCE");
    labels.withoutThread();
    List<ExpectedAnswer> cases = new ArrayList<>();
    labels.judgedAnswers().forEach(judged -> of(labels, judged).ifPresent(cases::add));
    return cases;
  }

  Claim claim() {
    String said = answer.turn().comparable();
    return switch (judgement) {
      case "corrected" -> Claim.prefers(answer.key(), judgement, expected, said).with(expected);
      case "positive" -> Claim.speaksFor(answer.key(), judgement, said);
      default -> Claim.speaksAgainst(answer.key(), judgement, said);
    };
  }

  private static Optional<ExpectedAnswer> of(Labels labels, JudgedAnswer judged) {
    Optional<Correction> correction = judged.correction();
    if (correction.isPresent()) {
      return correction.map(
          found ->
              of(
                  labels,
                  judged.answer(),
                  found.corrected().body().text(),
                  "corrected",
                  List.of(found.feedback())));
    }
    return judged.verdict(labels.rules(), labels.drops()).map(said -> of(labels, judged, said));
  }

  private static ExpectedAnswer of(Labels labels, JudgedAnswer judged, Verdict verdict) {
    return of(
        labels,
        judged.answer(),
        verdict.positive() ? judged.answer().turn().comparable() : null,
        verdict.positive() ? "positive" : "negative",
        verdict.feedback());
  }

  private static ExpectedAnswer of(
      Labels labels,
      Answer answer,
      String expected,
      String judgement,
      List<LabeledFeedback> feedback) {
    String origin = judgement.equals("corrected") ? Origin.CORRECTION : Origin.RATING;
    return new ExpectedAnswer(
        answer, expected, judgement, Origin.of(labels.thread(), answer, origin, feedback));
  }
}
