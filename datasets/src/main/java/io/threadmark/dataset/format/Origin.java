package io.threadmark.dataset.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.label.Raters;
import io.threadmark.dataset.row.Claim;
import io.threadmark.dataset.row.Example;
import io.threadmark.dataset.row.Provenance;
import io.threadmark.dataset.turn.Answer;
import io.threadmark.schema.LabeledFeedback;
import io.threadmark.schema.LabeledThread;
import io.threadmark.schema.Micros;
import java.util.List;

/** What feedback made a row: where the row comes from, whether a person said so, and when. */
record Origin(Provenance provenance, boolean human, long newest) {
  static final String RATING = "rating";
  static final String CORRECTION = "correction";
  static final String THREAD_RATING = "thread_rating";
  static final String PREFERENCE = "preference";

  static Origin of(
      LabeledThread thread, Answer answer, String origin, List<LabeledFeedback> feedback) {
    return of(thread, answer.traceId(), answer.messageId(), origin, feedback);
  }

  static Origin of(
      LabeledThread thread,
      String traceId,
      String messageId,
      String origin,
      List<LabeledFeedback> feedback) {
    return new Origin(
        Provenance.of(thread, traceId, messageId, origin, feedback),
        feedback.stream().anyMatch(Raters::isHuman),
        feedback.stream()
            .mapToLong(piece -> Micros.of(piece.getUpdatedAt()))
            .max()
            .orElseGet(() -> Micros.of(thread.getUpdatedAt())));
  }

  /** A row of this origin; see {@link Example}. */
  Example example(ObjectNode row, String prompt, String answer, String label, Claim claim) {
    return new Example(row, provenance, prompt, answer, label, claim, human, newest);
  }
}
