package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.it.TopicalChat.Conversation;
import io.threadmark.it.TopicalChat.Turn;
import io.threadmark.schema.LabeledFeedback;
import io.threadmark.schema.LabeledMessage;
import io.threadmark.schema.LabeledThread;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Real conversations, shuffled, through HTTP: every rating is where it belongs, once. */
@ExtendWith(SharedThreadmark.class)
class TopicalChatIT {
  private static final int BATCH = 500;

  private final String project = "topical-" + UUID.randomUUID();
  private final Threadmark threadmark = SharedThreadmark.threadmark();
  private final Api api = threadmark.api().in(project);

  @Test
  void everyRatingOfEveryConversationIsWhereItBelongs() throws IOException {
    assumeTrue(Files.exists(TopicalChat.file()), "skipped: there is no file " + TopicalChat.file());
    List<Conversation> conversations = TopicalChat.read();
    postShuffled(conversations);

    Map<String, LabeledThread> threads = new TreeMap<>();
    try (NewestValues<LabeledThread> subscriber =
        NewestValues.labeledThreads(threadmark.bootstrapServers(), threadmark.deserializer())) {
      Await.until(
          "every piece of feedback is on the topic",
          () -> {
            threads.clear();
            subscriber
                .read()
                .values()
                .forEach(
                    thread -> {
                      if (thread.getProjectId().equals(project)) {
                        threads.put(thread.getThreadId(), thread);
                      }
                    });
            return conversations.stream()
                .allMatch(conversation -> isComplete(conversation, threads));
          });
    }
    assertThat(threads).hasSize(conversations.size());
    int messages = 0;
    int onTraces = 0;
    int onMessages = 0;
    int onThreads = 0;
    for (Conversation conversation : conversations) {
      LabeledThread thread = threads.get(conversation.threadId());
      checkTopic(conversation, thread);
      checkQuery(conversation);
      messages += thread.getMessages().size();
      for (LabeledFeedback feedback : thread.getFeedback()) {
        onTraces += feedback.getTraceId() != null ? 1 : 0;
        onMessages += feedback.getTarget().getMessageId() != null ? 1 : 0;
        onThreads += feedback.getName().equals("conversation_rating") ? 1 : 0;
      }
    }
    assertThat(List.of(threads.size(), messages, onTraces, onMessages, onThreads))
        .as("threads, messages, feedback on traces, on messages, on threads")
        .isEqualTo(List.of(539, 11_681, 5_628, 6_024, 1_077));
  }

  private void postShuffled(List<Conversation> conversations) {
    List<String> events = new ArrayList<>();
    for (int i = 0; i < conversations.size(); i++) {
      events.addAll(TopicalChat.events(i, conversations.get(i)));
    }
    Collections.shuffle(events, new Random(42));
    for (int from = 0; from < events.size(); from += BATCH) {
      String body = String.join("\n", events.subList(from, Math.min(events.size(), from + BATCH)));
      api.postEvents(body).expect(202);
    }
  }

  private static boolean isComplete(Conversation conversation, Map<String, LabeledThread> threads) {
    LabeledThread thread = threads.get(conversation.threadId());
    return thread != null
        && thread.getFeedbackCount() == conversation.ratedTurns() + conversation.ratings().size()
        && thread.getMessageCount() == conversation.turns().size()
        && thread.getTraceCount() == conversation.turns().stream().filter(Turn::isAnswer).count();
  }

  private static void checkTopic(Conversation conversation, LabeledThread thread) {
    assertThat(thread.getTruncated()).isFalse();
    assertThat(thread.getMessages())
        .extracting(LabeledMessage::getMessageId)
        .containsExactlyElementsOf(conversation.turns().stream().map(Turn::messageId).toList());
    assertThat(thread.getMessages())
        .extracting(message -> message.getContent().getText())
        .containsExactlyElementsOf(conversation.turns().stream().map(Turn::text).toList());
    assertThat(thread.getMessages())
        .extracting(message -> message.getTags().get("sentiment"))
        .containsExactlyElementsOf(conversation.turns().stream().map(Turn::sentiment).toList());
    Map<String, String> found = new TreeMap<>();
    for (LabeledFeedback feedback : thread.getFeedback()) {
      String where =
          feedback.getTraceId() != null
              ? "trace " + feedback.getTraceId()
              : feedback.getTarget().getMessageId() != null
                  ? "message " + feedback.getTarget().getMessageId()
                  : "thread by " + feedback.getSource().getId();
      assertThat(found.put(where, feedback.getValueJson())).as("twice: " + where).isNull();
      assertThat(feedback.getMessageFound())
          .isEqualTo(feedback.getTarget().getMessageId() == null ? null : Boolean.TRUE);
    }
    assertThat(found).isEqualTo(expected(conversation));
  }

  private void checkQuery(Conversation conversation) {
    Api.Answer answer = api.get("/api/v1/threads/" + conversation.threadId() + "?page_size=500");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    List<String> texts = new ArrayList<>();
    answer.json().get("messages").forEach(message -> texts.add(message.get("content").asText()));
    assertThat(texts)
        .containsExactlyElementsOf(conversation.turns().stream().map(Turn::text).toList());
    Map<String, String> found = new TreeMap<>();
    for (JsonNode feedback : answer.json().get("feedback")) {
      JsonNode target = feedback.get("target");
      String where =
          feedback.has("trace_id")
              ? "trace " + feedback.get("trace_id").asText()
              : target.has("message_id")
                  ? "message " + target.get("message_id").asText()
                  : "thread by " + feedback.at("/source/id").asText();
      found.put(where, feedback.get("value").toString());
    }
    assertThat(found).isEqualTo(expected(conversation));
  }

  private static Map<String, String> expected(Conversation conversation) {
    Map<String, String> expected = new TreeMap<>();
    for (int j = 0; j < conversation.turns().size(); j++) {
      Turn turn = conversation.turns().get(j);
      if (!turn.rating().isEmpty()) {
        expected.put(
            turn.isAnswer() ? "trace " + conversation.traceId(j) : "message " + turn.messageId(),
            "\"" + turn.rating() + "\"");
      }
    }
    conversation
        .ratings()
        .forEach((agent, value) -> expected.put("thread by " + agent, "\"" + value + "\""));
    return expected;
  }
}
