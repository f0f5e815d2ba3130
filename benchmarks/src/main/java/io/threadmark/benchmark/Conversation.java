package io.threadmark.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.SplittableRandom;

/**
 * A thread as lists have many: a question, the trace of its answer, the answer, and one or two
 * pieces of feedback on it. Each text has 40 to 100 words.
 */
final class Conversation {
  static final String[] MODELS = {"large", "medium", "small", "tiny"};
  static final String[] TOPICS = {"refund", "login", "invoice", "delivery", "outage", "other"};

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Words WORDS = new Words();
  private static final int FEWEST_WORDS = 40;
  private static final int MOST_WORDS = 100;
  private static final int USERS = 5_000;

  private final String id;
  private final SplittableRandom random;
  private final String question;
  private final String answer;
  private final ObjectNode user = JSON.createObjectNode();
  private final int events;
  private int made;

  /**
   * @param number what is in it follows from it
   */
  Conversation(String id, long number) {
    this.id = id;
    random = new SplittableRandom(number);
    question = text();
    answer = text();
    events = 4 + random.nextInt(2);
    int who = random.nextInt(USERS);
    user.put("id", "u" + who).put("name", "User " + who).put("email", "u" + who + "@example.com");
    user.putObject("segments").put("plan", who % 3 == 0 ? "pro" : "free");
  }

  private String text() {
    return WORDS.text(random, FEWEST_WORDS + random.nextInt(MOST_WORDS - FEWEST_WORDS + 1));
  }

  boolean isOver() {
    return made == events;
  }

  /** How much of it was made. */
  Sent sent() {
    return new Sent(made > 1 ? 1 : 0, Math.max(0, made - 3));
  }

  /** Makes its next event. */
  void next(EventLines batch, Instant at) {
    ObjectNode event =
        switch (made) {
          case 0 -> asked();
          case 1 -> trace(at);
          case 2 -> message("assistant", answer).put("trace_id", id);
          default -> feedback();
        };
    made++;
    batch.add(event.put("timestamp", at.toEpochMilli()).toString());
  }

  private ObjectNode asked() {
    ObjectNode message = message("user", question);
    message.set("user", user);
    return message;
  }

  private ObjectNode message(String role, String content) {
    return JSON.createObjectNode()
        .put("type", "message")
        .put("thread_id", id)
        .put("message_id", role + '-' + id)
        .put("role", role)
        .put("content", content);
  }

  private ObjectNode trace(Instant at) {
    long end = at.toEpochMilli();
    ObjectNode trace =
        JSON.createObjectNode()
            .put("type", "trace")
            .put("trace_id", id)
            .put("thread_id", id)
            .put("name", "answer")
            .put("status", random.nextInt(50) == 0 ? "ERROR" : "OK")
            .put("start_time", end - 800 - random.nextInt(1_000))
            .put("end_time", end)
            .put("input", question)
            .put("output", answer)
            .put("model", MODELS[random.nextInt(MODELS.length)]);
    trace.set("user", user);
    trace
        .putObject("tags")
        .put("topic", TOPICS[random.nextInt(TOPICS.length)])
        .put("version", "1." + random.nextInt(7));
    return trace;
  }

  /** First a thumb, then a number on a scale with its reason. */
  private ObjectNode feedback() {
    ObjectNode feedback =
        JSON.createObjectNode()
            .put("type", "feedback")
            .put("feedback_id", made + "-" + id)
            .put("trace_id", id);
    if (made == 3) {
      return feedback.put("name", "thumbs").put("value", random.nextInt(4) != 0);
    }
    feedback.put("name", "helpfulness").put("value", 1 + random.nextInt(5));
    feedback.put("rationale", WORDS.text(random, 10));
    feedback.putObject("scale").put("min", 1).put("max", 5);
    return feedback;
  }
}
