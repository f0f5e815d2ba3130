package io.threadmark.gateway.query;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * What became of the events that a receipt names.
 *
 * @param visible whether queries show all of them
 * @param effects what became of each in turn, as the processor tells it; empty where that is not
 *     known
 */
public record Seen(boolean visible, JsonArray effects) {
  public static final Seen UNKNOWN = new Seen(false, new JsonArray());

  static Seen of(JsonObject answer) {
    return new Seen(
        Boolean.TRUE.equals(answer.getValue("visible")),
        answer.getJsonArray("effects", new JsonArray()));
  }

  /** What became of one of the events; of one of which it is not known, that. */
  public JsonObject effect(int event) {
    return event < effects.size()
        ? effects.getJsonObject(event)
        : new JsonObject().putNull("effect");
  }
}
