package io.threadmark.gateway.door.mlflow;

/**
 * What an assessment is. Feedback is feedback here. The others are kept as feedback, too, under
 * names of their own, so that none counts as what somebody thought of an answer.
 */
enum Family {
  FEEDBACK(""),
  EXPECTATION("expectation:"),
  ISSUE("issue:");

  private final String prefix;

  Family(String prefix) {
    this.prefix = prefix;
  }

  /** The member of an assessment that says so. */
  String member() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** The name of feedback that stands for an assessment of a name. */
  String feedbackName(String assessmentName) {
    return prefix + assessmentName;
  }

  /** What feedback of a name stands for. */
  static Family of(String feedbackName) {
    if (feedbackName.startsWith(EXPECTATION.prefix)) {
      return EXPECTATION;
    }
    return feedbackName.startsWith(ISSUE.prefix) ? ISSUE : FEEDBACK;
  }

  /** The name of the assessment that feedback stands for. */
  String assessmentName(String feedbackName) {
    return feedbackName.substring(prefix.length());
  }
}
