package io.threadmark.dataset.label;

import io.threadmark.schema.LabeledFeedback;
import io.threadmark.schema.LabeledThread;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Picks the feedback of a thread that counts under the rules. */
final class FeedbackSelection {
  private final Rules rules;
  private final RaterQuota quota;
  private final Drops drops;

  FeedbackSelection(Rules rules, RaterQuota quota, Drops drops) {
    this.rules = rules;
    this.quota = quota;
    this.drops = drops;
  }

  List<LabeledFeedback> of(LabeledThread thread) {
    List<LabeledFeedback> live = live(thread);
    drops.count(Reason.OVERRIDDEN, thread.getFeedback().size() - live.size());
    List<LabeledFeedback> selected = new ArrayList<>();
    for (LabeledFeedback stamped : live) {
      LabeledFeedback feedback = rules.policy().apply(stamped);
      Reason reason = against(feedback);
      if (reason == null) {
        selected.add(feedback);
      } else {
        drops.count(reason);
      }
    }
    return selected;
  }

  /** A labeled thread has no overridden feedback; a source that reads more may have. */
  static List<LabeledFeedback> live(LabeledThread thread) {
    Set<String> overridden =
        thread.getFeedback().stream()
            .map(LabeledFeedback::getOverrides)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    return thread.getFeedback().stream()
        .filter(feedback -> !overridden.contains(feedback.getFeedbackId()))
        .toList();
  }

  private Reason against(LabeledFeedback feedback) {
    String rater = feedback.getSource().getId();
    if (!rules.names().isEmpty() && !rules.names().contains(feedback.getName())) {
      return Reason.OTHER_NAME;
    }
    if (feedback.getSignal().equals("IMPLICIT") && !rules.implicit()) {
      return Reason.IMPLICIT;
    }
    if (!rules.sourceTypes().isEmpty()
        && !rules.sourceTypes().contains(feedback.getSource().getType())) {
      return Reason.OTHER_SOURCE;
    }
    if (rater != null && rules.excludeRaters().contains(rater)) {
      return Reason.EXCLUDED_RATER;
    }
    if (feedback.getError() != null) {
      return Reason.JUDGE_FAILED;
    }
    return rater == null || quota.take(rater) ? null : Reason.RATER_OVER_QUOTA;
  }
}
