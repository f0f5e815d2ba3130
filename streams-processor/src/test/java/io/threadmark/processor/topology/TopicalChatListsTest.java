package io.threadmark.processor.topology;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.threadmark.schema.Content;
import io.threadmark.schema.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Lists of real conversations, and searches for what is said in them, are what the rows say. Each
 * turn of Topical-Chat is a message, those of agent_2 traces too; ratings are feedback.
 */
class TopicalChatListsTest {

  /** From the folder of this module; it need not be there. */
  private static final Path FILE = Path.of("../../shared/data/topical-chat/valid_freq.json");

  private static final int CONVERSATIONS = 30;
  private static final List<String> RATINGS =
      List.of("Poor", "Not Good", "Passable", "Good", "Excellent");

  private final List<SpecificRecord> said = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aListIsWhatTheRowsSayForRealConversations(long seed) throws IOException {
    assumeTrue(Files.exists(FILE), "skipped: there is no file " + FILE);
    Random random = new Random(seed);
    List<Map.Entry<String, JsonNode>> all =
        new ArrayList<>(new ObjectMapper().readTree(FILE.toFile()).properties());
    Collections.shuffle(all, random);
    for (int i = 0; i < CONVERSATIONS; i++) {
      conversation(all.get(i).getKey(), all.get(i).getValue(), 60 * i);
    }
    said.add(Events.erasure("thread", all.get(0).getKey(), 2_000));
    Collections.shuffle(said, random);

    ListsTest.holds(said, random, searches(random));
  }

  private void conversation(String thread, JsonNode conversation, int second) {
    int at = second;
    for (JsonNode turn : conversation.get("content")) {
      turn(thread, turn, at++);
    }
    int end = at;
    said.add(
        Events.thread(
            thread,
            second,
            facts -> facts.setTags(Map.of("env", conversation.get("config").asText()))));
    conversation
        .get("conversation_rating")
        .properties()
        .forEach(
            rating -> {
              int value = RATINGS.indexOf(rating.getValue().asText()) + 1;
              if (value > 0) {
                said.add(
                    Events.feedback(
                        thread + rating.getKey(),
                        end,
                        Events.onThread(thread),
                        Integer.toString(value),
                        feedback ->
                            feedback
                                .setName("conversation_rating")
                                .setKind("NUMERIC")
                                .setSource(new Source("HUMAN", rating.getKey()))));
              }
            });
  }

  private void turn(String thread, JsonNode turn, int at) {
    String text = turn.get("message").asText();
    String id = thread + "-" + at;
    boolean answer = turn.get("agent").asText().equals("agent_2");
    texts.add(text);
    said.add(Events.message(thread, id, at, text));
    if (answer) {
      said.add(
          Events.trace(
              id,
              at,
              trace ->
                  trace
                      .setThreadId(thread)
                      .setClientRequestId("request-" + id)
                      .setModel(turn.get("sentiment").asText())
                      .setOutput(new Content(text, null))));
    }
    if (!turn.get("turn_rating").asText().isEmpty()) {
      said.add(
          Events.feedback(
              "rating-" + id,
              at + 1,
              answer ? Events.onRequest("request-" + id) : Events.onMessage(thread, id),
              '"' + turn.get("turn_rating").asText() + '"',
              feedback -> feedback.setName("turn_rating").setKind("CATEGORICAL")));
    }
  }

  /** Words that are said, words in turn, beginnings, and what is not to be there. */
  private List<String> searches(Random random) {
    List<String> searches = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String[] words = texts.get(random.nextInt(texts.size())).split("[^A-Za-z]+");
      int at = random.nextInt(words.length);
      String word = words[at].isEmpty() ? "the" : words[at];
      String next = at + 1 < words.length ? words[at + 1] : "";
      searches.add(word);
      searches.add("\"" + word + " " + next + "\"");
      searches.add("like -" + word);
      searches.add(word.substring(0, Math.min(2, word.length())) + "*");
    }
    return searches;
  }
}
