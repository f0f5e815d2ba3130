package io.threadmark.processor.thread.rows;

import io.threadmark.schema.state.FactsRow;
import io.threadmark.schema.state.PlacedFeedback;

/** Hears what changed in threads, once the rows stand. */
public interface ThreadWatcher {
  /** Hears nothing. */
  ThreadWatcher NONE =
      new ThreadWatcher() {
        @Override
        public void head(byte[] threadKey, ThreadContext was, ThreadContext is) {}

        @Override
        public void trace(byte[] threadKey, String traceId, FactsRow is, ThreadContext context) {}

        @Override
        public void feedback(
            byte[] threadKey,
            String feedbackId,
            String writer,
            PlacedFeedback was,
            PlacedFeedback is) {}
      };

  /** The head changed; null where there is no thread. */
  void head(byte[] threadKey, ThreadContext was, ThreadContext is);

  /**
   * A trace came, changed or left.
   *
   * @param is the trace; null where it left
   * @param context the thread that it is in now; null where that is gone
   */
  void trace(byte[] threadKey, String traceId, FactsRow is, ThreadContext context);

  /**
   * Feedback came, changed or left.
   *
   * @param was what it was; null where it came
   * @param is what it is; null where it left
   */
  void feedback(
      byte[] threadKey, String feedbackId, String writer, PlacedFeedback was, PlacedFeedback is);
}
