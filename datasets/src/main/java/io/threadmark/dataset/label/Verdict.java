package io.threadmark.dataset.label;

import io.threadmark.schema.LabeledFeedback;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the majority of the judges says, and the feedback that says so.
 *
 * @param feedback of the majority, the newest last
 */
public record Verdict(boolean positive, int raters, List<LabeledFeedback> feedback) {

  /** Empty where there is no majority, or not the one that the rules ask for. */
  static Optional<Verdict> of(List<Vote> votes, Rules rules, Drops drops) {
    List<Vote> newest = newest(votes, drops);
    long positive = newest.stream().filter(Vote::positive).count();
    long negative = newest.size() - positive;
    Reason against =
        against(newest.size(), Math.max(positive, negative), positive == negative, rules);
    if (against != null) {
      drops.count(against);
      return Optional.empty();
    }
    boolean isPositive = positive > negative;
    return Optional.of(
        new Verdict(
            isPositive,
            newest.size(),
            newest.stream()
                .filter(vote -> vote.positive() == isPositive)
                .map(Vote::feedback)
                .sorted(Raters.BY_TIME)
                .toList()));
  }

  private static Reason against(int raters, long majority, boolean isTie, Rules rules) {
    if (raters < rules.minRaters()) {
      return Reason.TOO_FEW_RATERS;
    }
    if (isTie) {
      return Reason.TIE;
    }
    return (double) majority / raters < rules.agreementAtLeast()
        ? Reason.TOO_LITTLE_AGREEMENT
        : null;
  }

  /** One vote a judge, the newest. */
  private static List<Vote> newest(List<Vote> votes, Drops drops) {
    Map<String, Vote> byRater = new TreeMap<>();
    for (Vote vote : votes) {
      byRater.merge(
          Raters.of(vote.feedback()),
          vote,
          (one, other) ->
              Raters.BY_TIME.compare(one.feedback(), other.feedback()) < 0 ? other : one);
    }
    drops.count(Reason.SUPERSEDED_BY_SAME_RATER, votes.size() - byRater.size());
    return new ArrayList<>(byRater.values());
  }
}
