package io.threadmark.processor.rollup.counting;

import io.threadmark.processor.store.RowKey;
import io.threadmark.schema.state.PlacedFeedback;

/**
 * Keys of what the things of a thread have added: the thread itself, then one group a trace, with
 * the trace first, its feedback behind it, and at the end how many live pieces it has of each name.
 * Feedback on the thread itself is a group without a trace.
 */
final class ContributionKeys {
  /** The group of feedback on the thread itself. */
  static final String NO_TRACE = "";

  static final char TRACE = 'a';
  static final char FEEDBACK = 'f';
  static final char JUDGED = 'j';

  private static final char THREAD = 'a';
  private static final char GROUP = 'g';

  private ContributionKeys() {}

  static byte[] thread(byte[] threadKey) {
    return RowKey.of(threadKey).section(THREAD).bytes();
  }

  static byte[] trace(byte[] threadKey, String traceId) {
    return group(threadKey, traceId).section(TRACE).bytes();
  }

  static byte[] feedback(byte[] threadKey, String group, String feedbackId, String writer) {
    return group(threadKey, group).section(FEEDBACK).text(feedbackId).text(writer).bytes();
  }

  static byte[] judged(byte[] threadKey, String traceId, String name) {
    return group(threadKey, traceId).section(JUDGED).text(name).bytes();
  }

  /** Begins the keys of all groups. */
  static byte[] groups(byte[] threadKey) {
    return RowKey.of(threadKey).section(GROUP).bytes();
  }

  /** Begins the keys of a group. */
  static RowKey group(byte[] threadKey, String traceId) {
    return RowKey.of(threadKey).section(GROUP).text(traceId);
  }

  /** The trace that feedback is on; none where it is on its thread. */
  static String groupOf(PlacedFeedback feedback) {
    return feedback.getTraceId() == null ? NO_TRACE : feedback.getTraceId();
  }
}
