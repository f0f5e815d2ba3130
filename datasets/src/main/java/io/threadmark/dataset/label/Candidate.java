package io.threadmark.dataset.label;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.dataset.turn.Answer;
import io.threadmark.dataset.turn.Answers;
import io.threadmark.dataset.turn.Role;
import io.threadmark.dataset.turn.Turn;
import java.util.Optional;

/** One of the answers that a judge chose among. */
record Candidate(String id, Turn turn) {

  /** Empty where its content is neither given nor found in the thread. */
  static Optional<Candidate> of(JsonNode given, Answers answers) {
    String id = given.isTextual() ? given.textValue() : given.path("id").asText("");
    JsonNode content = given.path("content");
    if (content.isMissingNode()) {
      content = given.path("text");
    }
    if (content.isTextual() && !content.textValue().isBlank()) {
      return Optional.of(new Candidate(id, Turn.said(Role.ASSISTANT, content.textValue())));
    }
    return found(given, id, answers).map(answer -> new Candidate(id, answer.turn()));
  }

  private static Optional<Answer> found(JsonNode given, String id, Answers answers) {
    if (given.path("trace_id").isTextual()) {
      return answers.ofTrace(given.path("trace_id").textValue());
    }
    if (given.path("message_id").isTextual()) {
      return answers.ofMessage(given.path("message_id").textValue());
    }
    return answers.ofMessage(id).or(() -> answers.ofTrace(id));
  }
}
