package io.threadmark.dataset.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.row.Column;
import io.threadmark.dataset.row.Shape;
import io.threadmark.dataset.row.Shape.Scalar;
import io.threadmark.dataset.turn.Turn;
import java.util.ArrayList;
import java.util.List;

/**
 * Fine-tuning as OpenAI introduced it. Only the answer that was judged is to be learned: those
 * before it have weight 0.
 */
final class OpenAiChat extends GoodAnswerFormat {

  OpenAiChat() {
    super(
        "openai-chat",
        "Conversations that end with an answer worth learning, in OpenAI's chat form.",
        List.of(
            Column.of(
                "messages",
                Shape.list(Scalar.JSON),
                "The conversation; the last message is learned."),
            TemplateMessages.TOOLS));
  }

  @Override
  ObjectNode row(GoodAnswer good) throws NoPlaceException {
    List<Turn> turns = new ArrayList<>(good.answer().prompt());
    turns.add(good.good());
    ArrayNode messages = OpenAiMessages.of(turns);
    for (int place = 0; place < messages.size() - 1; place++) {
      JsonNode message = messages.get(place);
      if (message.path("role").asText().equals("assistant")) {
        ((ObjectNode) message).put("weight", 0);
      }
    }
    ObjectNode row = Json.object();
    row.set("messages", messages);
    if (good.answer().tools() != null) {
      row.set("tools", good.answer().tools());
    }
    return row;
  }
}
