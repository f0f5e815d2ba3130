package io.threadmark.dataset.label;

import io.threadmark.dataset.turn.Answer;
import io.threadmark.schema.LabeledFeedback;
import java.util.List;
import java.util.Optional;

/**
 * An answer with all that was said of it.
 *
 * @param feedback all that counts and is about it, of every kind
 * @param votes what speaks for or against it
 * @param corrections the newest last
 */
public record JudgedAnswer(
    Answer answer, List<LabeledFeedback> feedback, List<Vote> votes, List<Correction> corrections) {

  /** Empty where nobody voted, or the votes give no majority; the latter is counted. */
  public Optional<Verdict> verdict(Rules rules, Drops drops) {
    return votes.isEmpty() ? Optional.empty() : Verdict.of(votes, rules, drops);
  }

  /** The newest one of a person, else the newest one. */
  public Optional<Correction> correction() {
    return corrections.stream()
        .max(
            (one, other) -> {
              int human =
                  Boolean.compare(Raters.isHuman(one.feedback()), Raters.isHuman(other.feedback()));
              return human != 0 ? human : Raters.BY_TIME.compare(one.feedback(), other.feedback());
            });
  }
}
