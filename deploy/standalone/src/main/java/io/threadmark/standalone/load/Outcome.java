package io.threadmark.standalone.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What a gateway did with a batch.
 *
 * @param accepted how many events it made durable
 * @param rejected those that it refused
 */
public record Outcome(int accepted, List<Rejection> rejected) {

  /**
   * An event that was refused.
   *
   * @param index its place in the batch, from 0
   * @param reason why, in words
   */
  record Rejection(int index, String reason) {}

  /** Reads an answer that tells each event's outcome. */
  static Outcome of(JsonNode answer) {
    List<Rejection> rejected = new ArrayList<>();
    for (JsonNode item : answer.path("rejected")) {
      rejected.add(new Rejection(item.path("index").asInt(), reason(item)));
    }
    return new Outcome(answer.path("accepted").asInt(), rejected);
  }

  /** All events refused for the same reason. */
  static Outcome allRejected(int size, String reason) {
    List<Rejection> rejected = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      rejected.add(new Rejection(i, reason));
    }
    return new Outcome(0, rejected);
  }

  private static String reason(JsonNode item) {
    String path = item.path("path").asText();
    return item.path("code").asText()
        + (path.isEmpty() ? "" : " at " + path)
        + ": "
        + item.path("message").asText();
  }
}
