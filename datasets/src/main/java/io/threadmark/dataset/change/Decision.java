package io.threadmark.dataset.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.row.Claim;
import io.threadmark.dataset.row.Provenance;

/**
 * A row, without what is in it.
 *
 * @param thread that it is from
 * @param about see {@link Claim#about}
 * @param says see {@link Claim#says}
 * @param content differs where the text of the row differs
 * @param trace null where no trace is known
 * @param message null where no message is known
 * @param kept false where another row stands for it
 */
record Decision(
    String thread,
    String about,
    String says,
    String content,
    String trace,
    String message,
    boolean kept) {

  /**
   * That of a row.
   *
   * @param from its {@link Provenance}
   */
  static Decision of(Claim claim, String content, JsonNode from, boolean kept) {
    return new Decision(
        from.path("thread_id").textValue(),
        claim.about(),
        claim.says(),
        content,
        from.path("trace_id").textValue(),
        from.path("message_id").textValue(),
        kept);
  }

  static Decision read(JsonNode json) {
    return new Decision(
        json.path("thread").asText(),
        json.path("about").asText(),
        json.path("says").asText(),
        json.path("content").asText(),
        json.path("trace").asText(null),
        json.path("message").asText(null),
        json.path("kept").booleanValue());
  }

  ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("thread", thread);
    json.put("about", about);
    json.put("says", says);
    json.put("content", content);
    json.put("trace", trace);
    json.put("message", message);
    json.put("kept", kept);
    return json;
  }
}
