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
  private static final String EFFECT = "effect";

  public static final Seen UNKNOWN = new Seen(false, new JsonArray());

  static Seen of(JsonObject answer) {
    return new Seen(
        Boolean.TRUE.equals(answer.getValue("visible")),
        answer.getJsonArray("effects", new JsonArray()));
  }

  /** What became of one of the events; of one of which it is not known, that. */
  public JsonObject effect(int event) {
    return event < effects.size() ? effects.getJsonObject(event) : new JsonObject().putNull(EFFECT);
  }

  /**
   * What became of one item, from which the events from a place up to another follow: what its
   * first event came to, unless one of them is dead or not known yet. Of one that nothing can be
   * asked of it is not known.
   */
  public JsonObject effect(int from, int to) {
    for (int i = from; i < to; i++) {
      String effect = effect(i).getString(EFFECT);
      if (effect == null || effect.equals("dead")) {
        return effect(i);
      }
    }
    return from < to ? effect(from) : new JsonObject().putNull(EFFECT);
  }
}
