package io.threadmark.dataset.label;

import java.util.Locale;

/** Why something is not in a dataset. The manifest counts each; docs/datasets.md explains them. */
public enum Reason {
  // Of a piece of feedback.
  OVERRIDDEN,
  IMPLICIT,
  OTHER_NAME,
  OTHER_SOURCE,
  EXCLUDED_RATER,
  RATER_OVER_QUOTA,
  JUDGE_FAILED,
  NO_ANSWER_FOUND,
  ABOUT_A_SPAN,
  ABOUT_THE_THREAD,
  NO_POLARITY,
  NEUTRAL,
  NUMBER_WITHOUT_THRESHOLD,
  BETWEEN_THRESHOLDS,
  SUPERSEDED_BY_SAME_RATER,
  KIND_HAS_NO_PLACE,
  UNREADABLE_CORRECTION,
  CORRECTION_OUT_OF_RANGE,
  CORRECTION_CHANGES_NOTHING,
  UNREADABLE_PREFERENCE,
  // Of a pair of candidates.
  CANDIDATE_WITHOUT_CONTENT,
  CANDIDATES_EQUAL,
  // Of what several raters said of one answer, or of one pair.
  TIE,
  CONFLICTING_PREFERENCES,
  TOO_FEW_RATERS,
  TOO_LITTLE_AGREEMENT,
  // Of an answer or a thread.
  JUDGED_NEGATIVE,
  NO_LABEL,
  SEVERAL_LABELS,
  // Of a row that the format has no room for.
  UNREADABLE_TOOL_CALLS,
  TOOL_ARGUMENTS_ARE_NO_OBJECT,
  TOOL_CALLS_HAVE_NO_PLACE,
  CONTENT_IS_NOT_TEXT,
  TURNS_DO_NOT_ALTERNATE,
  SYSTEM_TURN_NOT_FIRST,
  PROMPT_HAS_NO_QUESTION,
  TOOL_TURN_WITHOUT_CALL,
  OVER_THE_CAP,
  // Of a row that another one stands for.
  EXACT_DUPLICATE,
  NEAR_DUPLICATE;

  /** As the manifest has it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
