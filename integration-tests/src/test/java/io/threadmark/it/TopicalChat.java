package io.threadmark.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The conversations of Topical-Chat as events: each a thread, each turn a message; every turn of
 * agent_2 also a trace with a client request id, and its rating feedback on that id; the ratings of
 * agent_1's turns feedback on the message; those of conversations feedback on the thread.
 */
final class TopicalChat {
  static final Instant START = Instant.parse("2025-03-01T00:00:00Z");
  private static final String FILE = "../shared/data/topical-chat/valid_freq.json";

  /** One turn, with what must come of it. */
  record Turn(String messageId, String agent, String text, String sentiment, String rating) {
    boolean isAnswer() {
      return agent.equals("agent_2");
    }
  }

  /** One conversation. */
  record Conversation(String threadId, List<Turn> turns, Map<String, String> ratings) {

    String traceId(int turn) {
      return threadId + "-trace-" + turn;
    }

    String requestId(int turn) {
      return threadId + "-request-" + turn;
    }

    long ratedTurns() {
      return turns.stream().filter(turn -> !turn.rating.isEmpty()).count();
    }
  }

  private TopicalChat() {}

  /** The file, which need not be there. */
  static Path file() {
    return Distribution.root().resolve(FILE).normalize();
  }

  static List<Conversation> read() throws IOException {
    JsonNode file = Api.JSON.readTree(Files.readString(file()));
    List<Conversation> conversations = new ArrayList<>();
    file.properties()
        .forEach(entry -> conversations.add(conversation(entry.getKey(), entry.getValue())));
    return conversations;
  }

  private static Conversation conversation(String id, JsonNode content) {
    List<Turn> turns = new ArrayList<>();
    for (JsonNode turn : content.get("content")) {
      turns.add(
          new Turn(
              "m%03d".formatted(turns.size()),
              turn.get("agent").asText(),
              turn.get("message").asText(),
              turn.get("sentiment").asText(),
              turn.get("turn_rating").asText()));
    }
    JsonNode ratings = content.get("conversation_rating");
    Map<String, String> given = new java.util.TreeMap<>();
    ratings
        .properties()
        .forEach(
            rating -> {
              if (!rating.getValue().asText().isEmpty()) {
                given.put(rating.getKey(), rating.getValue().asText());
              }
            });
    return new Conversation(id, turns, given);
  }

  /** The events of a conversation, one JSON text each. */
  static List<String> events(int number, Conversation conversation) {
    List<String> events = new ArrayList<>();
    String thread = conversation.threadId;
    for (int j = 0; j < conversation.turns.size(); j++) {
      Turn turn = conversation.turns.get(j);
      String time = START.plusSeconds(60L * number + j).toString();
      ObjectNode message = event("message", time);
      message.put("thread_id", thread).put("message_id", turn.messageId);
      message.put("role", turn.isAnswer() ? "assistant" : "user").put("content", turn.text);
      message.putObject("tags").put("sentiment", turn.sentiment);
      if (turn.isAnswer()) {
        message.put("trace_id", conversation.traceId(j));
        ObjectNode trace = event("trace", time);
        trace.put("trace_id", conversation.traceId(j)).put("thread_id", thread);
        trace.put("client_request_id", conversation.requestId(j)).put("output", turn.text);
        events.add(trace.toString());
      }
      events.add(message.toString());
      if (!turn.rating.isEmpty()) {
        ObjectNode feedback = rating(thread + "-rating-" + j, turn.rating, time);
        feedback.put("name", "turn_rating");
        if (turn.isAnswer()) {
          feedback.put("client_request_id", conversation.requestId(j));
        } else {
          feedback.put("thread_id", thread).put("message_id", turn.messageId);
        }
        events.add(feedback.toString());
      }
    }
    String end = START.plusSeconds(60L * number + conversation.turns.size()).toString();
    conversation.ratings.forEach(
        (agent, value) -> {
          ObjectNode feedback = rating(thread + "-" + agent, value, end);
          feedback.put("name", "conversation_rating").put("thread_id", thread);
          feedback.putObject("source").put("type", "HUMAN").put("id", agent);
          events.add(feedback.toString());
        });
    return events;
  }

  private static ObjectNode rating(String id, String value, String time) {
    return event("feedback", time)
        .put("feedback_id", id)
        .put("kind", "CATEGORICAL")
        .put("value", value);
  }

  private static ObjectNode event(String type, String time) {
    return Api.JSON.createObjectNode().put("type", type).put("timestamp", time);
  }
}
