package io.threadmark.dataset.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.schema.LabeledFeedback;
import io.threadmark.schema.LabeledThread;
import io.threadmark.schema.Micros;
import java.util.ArrayList;
import java.util.List;

/**
 * A thread that a dataset was made of, and its feedback, without what they say.
 *
 * @param updatedAt its newest statement, in microseconds
 */
record SeenThread(String thread, long updatedAt, List<Piece> feedback) {

  /**
   * A piece of feedback.
   *
   * @param updatedAt when it was last said, in microseconds: an edit is later
   * @param trace that it is about; null for none
   * @param message that it names; null for none
   */
  record Piece(String id, long updatedAt, String trace, String message) {

    /** Whether it is about what a row is about, as far as both say so. */
    boolean isAbout(Decision row) {
      return (trace != null && trace.equals(row.trace()))
          || (message != null && message.equals(row.message()));
    }
  }

  static SeenThread of(LabeledThread thread) {
    List<Piece> pieces = new ArrayList<>();
    for (LabeledFeedback feedback : thread.getFeedback()) {
      pieces.add(
          new Piece(
              feedback.getFeedbackId(),
              Micros.of(feedback.getUpdatedAt()),
              feedback.getTraceId(),
              feedback.getTarget().getMessageId()));
    }
    return new SeenThread(thread.getThreadId(), Micros.of(thread.getUpdatedAt()), pieces);
  }

  static SeenThread read(JsonNode json) {
    List<Piece> pieces = new ArrayList<>();
    for (JsonNode piece : json.path("feedback")) {
      pieces.add(
          new Piece(
              piece.path(0).asText(),
              piece.path(1).longValue(),
              piece.path(2).asText(null),
              piece.path(3).asText(null)));
    }
    return new SeenThread(
        json.path("thread").asText(), json.path("updated_at").longValue(), pieces);
  }

  ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("thread", thread);
    json.put("updated_at", updatedAt);
    ArrayNode pieces = json.putArray("feedback");
    feedback.forEach(
        piece ->
            pieces
                .addArray()
                .add(piece.id())
                .add(piece.updatedAt())
                .add(piece.trace())
                .add(piece.message()));
    return json;
  }
}
