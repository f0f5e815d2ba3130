package io.threadmark.standalone.demo;

import io.threadmark.schema.LabeledFeedback;
import io.threadmark.schema.LabeledThread;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a labeled thread as two lines for people: what it is, and its labels. */
final class LabeledThreadLines {
  private static final String INDENT = " ".repeat(10);
  private static final int LONGEST_VALUE = 40;
  private static final int LONGEST_TITLE = 60;
  private static final int MOST_FEEDBACK = 6;

  private final boolean colours;

  LabeledThreadLines(boolean colours) {
    this.colours = colours;
  }

  /** The lines, without a time. */
  String of(LabeledThread thread) {
    return head(thread) + "\n" + INDENT + labels(thread);
  }

  private String head(LabeledThread thread) {
    String title =
        thread.getTitle() == null ? "" : "  " + shortened(thread.getTitle(), LONGEST_TITLE);
    return "%s%s  %s"
        .formatted(
            coloured("1", shortened(thread.getThreadId(), LONGEST_TITLE)),
            title,
            coloured(
                "2",
                "%s, %s, %d feedback"
                    .formatted(
                        count(thread.getMessageCount(), "message"),
                        count(thread.getTraceCount(), "trace"),
                        thread.getFeedbackCount())));
  }

  private String labels(LabeledThread thread) {
    List<String> labels = new ArrayList<>();
    List<LabeledFeedback> feedback = thread.getFeedback();
    int hidden = Math.max(0, feedback.size() - MOST_FEEDBACK);
    feedback.stream().skip(hidden).map(this::feedback).forEach(labels::add);
    if (hidden > 0) {
      labels.add(0, "… " + hidden + " more");
    }
    addList(labels, "intents", thread.getIntents());
    addList(labels, "issues", thread.getIssues());
    return String.join("   ", labels);
  }

  private String feedback(LabeledFeedback feedback) {
    String text = shortened(feedback.getName(), LONGEST_VALUE) + " " + value(feedback);
    return switch (feedback.getPolarity()) {
      case "POSITIVE" -> coloured("32", "+ " + text);
      case "NEGATIVE" -> coloured("31", "- " + text);
      case "NEUTRAL" -> coloured("33", "= " + text);
      default -> "· " + text;
    };
  }

  private static String value(LabeledFeedback feedback) {
    if (feedback.getValueJson() != null) {
      return shortened(feedback.getValueJson(), LONGEST_VALUE);
    }
    return feedback.getError() == null ? "" : "failed";
  }

  private static void addList(List<String> labels, String name, List<String> values) {
    if (!values.isEmpty()) {
      labels.add(
          name
              + " "
              + values.stream()
                  .map(value -> shortened(value, LONGEST_VALUE))
                  .collect(Collectors.joining(", ")));
    }
  }

  private static String count(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  /** Client text, without control characters, which could do anything to a terminal. */
  private static String shortened(String text, int longest) {
    String printable = text.replaceAll("\\p{Cntrl}+", " ");
    int length = printable.codePointCount(0, printable.length());
    return length <= longest
        ? printable
        : printable.substring(0, printable.offsetByCodePoints(0, longest - 1)) + "…";
  }

  private String coloured(String code, String text) {
    return colours ? "\033[" + code + "m" + text + "\033[0m" : text;
  }
}
