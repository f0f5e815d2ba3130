package io.threadmark.gateway.span;

import io.threadmark.gateway.json.EmbeddedJson;
import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonList;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.json.Json.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds the turns in what goes into a model or comes out of it: lists of messages, requests and
 * answers of providers, plain texts. What has another shape has no turns.
 */
final class Chat {
  /** Names under which a function takes, or gives, what was said in one text. */
  private static final List<String> PLAIN =
      List.of(
          "question",
          "query",
          "prompt",
          "input",
          "message",
          "text",
          "content",
          "user_input",
          "user_message",
          "user_query",
          "answer",
          "response",
          "output",
          "result",
          "completion");

  private final String speaker;
  private final List<Turn> turns = new ArrayList<>();

  private Chat(String speaker) {
    this.speaker = speaker;
  }

  /**
   * The turns, in their order.
   *
   * @param speaker whose they are where they name none
   */
  static List<Turn> turns(Json said, String speaker) {
    Chat chat = new Chat(speaker);
    chat.read(EmbeddedJson.structure(said));
    return chat.turns;
  }

  private void read(Json said) {
    if (!Members.isSaid(said)) {
      return;
    }
    if (said instanceof JsonText) {
      turns.add(Turn.of(speaker, said));
    } else if (said instanceof JsonList list) {
      readList(list);
    } else if (said instanceof JsonObject object) {
      readObject(object);
    }
  }

  private void readList(JsonList list) {
    List<Json> loose = new ArrayList<>();
    for (Json item : list.items()) {
      Json read = EmbeddedJson.structure(item);
      if (read instanceof JsonList inner) {
        readList(inner);
      } else if (read instanceof JsonObject object && isMore(object)) {
        readObject(object);
      } else if (read instanceof JsonObject || read instanceof JsonText) {
        loose.add(read);
      }
    }
    boolean areParts =
        !loose.isEmpty() && turns.isEmpty() && loose.stream().allMatch(Chat::isLoosePart);
    if (areParts) {
      JsonObject message = new JsonObject(Map.of("content", new JsonList(List.copyOf(loose))));
      turns.addAll(ChatMessage.turns(message, speaker));
    }
  }

  private static boolean isMore(JsonObject object) {
    return ChatMessage.is(object) || Members.object(object, "kwargs") != null;
  }

  private static boolean isLoosePart(Json part) {
    return part instanceof JsonText
        || (part instanceof JsonObject object
            && Members.text(object, "type") != null
            && Members.text(object, "text", "content") != null);
  }

  private void readObject(JsonObject object) {
    if (ChatMessage.is(object)) {
      turns.addAll(ChatMessage.turns(object, speaker));
    } else if (!readRequest(object) && !readAnswer(object)) {
      readPlain(object);
    }
  }

  /** What a model is asked: messages, and what stands before them. */
  private boolean readRequest(JsonObject object) {
    Json messages = Members.first(object, "messages", "contents");
    if (messages == null && Members.first(object, "input") instanceof JsonList list) {
      messages = list;
    }
    if (messages == null) {
      return false;
    }
    Json system = Members.first(object, "system", "instructions", "system_instruction");
    if (system != null) {
      turns.addAll(turns(system, Turn.SYSTEM));
    }
    read(EmbeddedJson.structure(messages));
    return true;
  }

  /** What a model answers: choices, candidates, generations, items. */
  private boolean readAnswer(JsonObject object) {
    for (String name : List.of("choices", "candidates", "generations", "output", "outputs")) {
      if (Members.first(object, name) instanceof JsonList list) {
        list.items().forEach(this::readChoice);
        return true;
      }
    }
    return false;
  }

  private void readChoice(Json choice) {
    if (choice instanceof JsonList inner) {
      inner.items().forEach(this::readChoice);
    } else if (choice instanceof JsonObject object) {
      Json inner = Members.first(object, "message", "delta");
      if (inner == null && Members.first(object, "content") instanceof JsonObject content) {
        inner = content;
      }
      read(inner != null ? EmbeddedJson.structure(inner) : object);
    } else {
      read(choice);
    }
  }

  private void readPlain(JsonObject object) {
    for (String name : PLAIN) {
      Json value = Members.first(object, name);
      if (value instanceof JsonText) {
        turns.add(Turn.of(speaker, value));
        return;
      }
      if (value instanceof JsonObject inner && ChatMessage.is(inner)) {
        turns.addAll(ChatMessage.turns(inner, speaker));
        return;
      }
    }
  }
}
