package io.threadmark.dataset.label;

import io.threadmark.schema.LabeledFeedback;
import java.util.Comparator;

/** Who judged, and which of two judgements of one judge is the newer. */
public final class Raters {
  public static final Comparator<LabeledFeedback> BY_TIME =
      Comparator.comparing(LabeledFeedback::getUpdatedAt)
          .thenComparing(LabeledFeedback::getFeedbackId);

  private Raters() {}

  /** Feedback without a judge's id counts as that of a judge of its own. */
  static String of(LabeledFeedback feedback) {
    String id = feedback.getSource().getId();
    return id == null
        ? "feedback:" + feedback.getFeedbackId()
        : "rater:" + feedback.getSource().getType() + ":" + id;
  }

  public static boolean isHuman(LabeledFeedback feedback) {
    return feedback.getSource().getType().equals("HUMAN");
  }
}
