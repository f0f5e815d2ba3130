package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The figures of an analysis script over real conversations, computed here from the file alone, and
 * those of the metrics queries. Every turn is a trace, and its rating, from 1 (poor) to 5
 * (excellent), feedback on it; every rating of a conversation is feedback on its thread.
 */
@ExtendWith(SharedThreadmark.class)
class TopicalChatMetricsIT {
  private static final int BATCH = 500;
  private static final List<String> WORDS =
      List.of("Poor", "Not Good", "Passable", "Good", "Excellent");

  /** So late that windows of an hour are kept, and so early that those of a minute are not. */
  private static final Instant T0 =
      Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(30));

  private final String project = "script-" + UUID.randomUUID();
  private final Threadmark threadmark = SharedThreadmark.threadmark();
  private final Api api = threadmark.api().in(project);

  /** A trace, and the rating that it has; 0 for none. */
  private record Answer(Instant time, int rating) {}

  /** A rating of a conversation. */
  private record Verdict(Instant time, int rating) {}

  private final List<Answer> answers = new ArrayList<>();
  private final List<Verdict> verdicts = new ArrayList<>();

  @Test
  void figuresOfTheWholeSpanAndOfEachHourAreThoseOfAScript() throws IOException {
    assumeTrue(Files.exists(TopicalChat.file()), "skipped: there is no file " + TopicalChat.file());
    post(events());

    Instant end = T0.plus(Duration.ofDays(1));
    check(summary("?after=" + T0 + "&before=" + end), T0, end);
    check(summary(""), T0, end);
    JsonNode series = api.get("/api/v1/metrics?granularity=hour").json();
    int hours = 0;
    for (JsonNode row : series.get("rows")) {
      Instant from = Instant.parse(row.get("window_start").asText());
      check(row, from, from.plus(Duration.ofHours(1)));
      check(
          summary("?after=" + from + "&before=" + from.plus(Duration.ofHours(1))),
          from,
          from.plus(Duration.ofHours(1)));
      hours++;
    }
    assertThat(hours).isEqualTo(hoursOfTheScript());
    assertThat(answers).hasSize(11_681);
  }

  private int hoursOfTheScript() {
    return (int)
        java.util.stream.Stream.concat(
                answers.stream().map(Answer::time), verdicts.stream().map(Verdict::time))
            .map(time -> time.truncatedTo(ChronoUnit.HOURS))
            .distinct()
            .count();
  }

  private JsonNode summary(String query) {
    Api.Answer answer = api.get("/api/v1/metrics/summary" + query);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  /** The script. */
  private void check(JsonNode metrics, Instant from, Instant to) {
    List<Answer> traces =
        answers.stream().filter(it -> !it.time.isBefore(from) && it.time.isBefore(to)).toList();
    List<Integer> turns = traces.stream().map(Answer::rating).filter(rating -> rating > 0).toList();
    List<Integer> conversations =
        verdicts.stream()
            .filter(it -> !it.time.isBefore(from) && it.time.isBefore(to))
            .map(Verdict::rating)
            .toList();
    List<Integer> all = new ArrayList<>(turns);
    all.addAll(conversations);
    long positive = all.stream().filter(rating -> rating > 3).count();
    long negative = all.stream().filter(rating -> rating < 3).count();

    assertThat(metrics.get("total_traces").asLong()).isEqualTo(traces.size());
    assertThat(metrics.get("traces_with_feedback").asLong()).isEqualTo(turns.size());
    assertThat(metrics.get("feedback_rate").asDouble())
        .isEqualTo((double) turns.size() / traces.size(), within(1e-12));
    assertThat(metrics.get("positive_count").asLong()).isEqualTo(positive);
    assertThat(metrics.get("negative_count").asLong()).isEqualTo(negative);
    assertThat(metrics.get("positive_rate").asDouble())
        .isEqualTo((double) positive / (positive + negative), within(1e-12));
    check(metrics.get("by_name").get("turn_rating"), turns);
    check(metrics.get("by_name").get("conversation_rating"), conversations);
  }

  private static void check(JsonNode name, List<Integer> ratings) {
    if (ratings.isEmpty()) {
      assertThat(name).isNull();
      return;
    }
    double mean = ratings.stream().mapToInt(rating -> rating).average().orElseThrow();
    double squares = ratings.stream().mapToDouble(it -> (it - mean) * (it - mean)).sum();
    assertThat(name.get("count").asLong()).isEqualTo(ratings.size());
    assertThat(name.get("mean").asDouble()).isEqualTo(mean, within(1e-12));
    assertThat(name.get("mean_normalized").asDouble()).isEqualTo((mean - 1) / 4, within(1e-12));
    assertThat(name.get("min").asInt()).isEqualTo(Collections.min(ratings));
    assertThat(name.get("max").asInt()).isEqualTo(Collections.max(ratings));
    if (ratings.size() > 1) {
      assertThat(name.get("stddev").asDouble())
          .isEqualTo(Math.sqrt(squares / (ratings.size() - 1)), within(1e-9));
    }
    Map<String, Long> values = new TreeMap<>();
    ratings.forEach(rating -> values.merge(rating.toString(), 1L, Long::sum));
    Map<String, Long> found = new HashMap<>();
    name.get("values")
        .properties()
        .forEach(value -> found.put(value.getKey(), value.getValue().asLong()));
    assertThat(found).isEqualTo(values);
    List<Integer> sorted = ratings.stream().sorted().toList();
    assertThat(name.get("quantiles").get("p50").asInt())
        .isEqualTo(sorted.get((sorted.size() + 1) / 2 - 1));
    assertThat(name.get("approximate").asBoolean()).isFalse();
  }

  private List<String> events() throws IOException {
    List<String> events = new ArrayList<>();
    List<TopicalChat.Conversation> conversations = TopicalChat.read();
    for (int i = 0; i < conversations.size(); i++) {
      TopicalChat.Conversation conversation = conversations.get(i);
      Instant start = T0.plusSeconds(60L * i);
      for (int j = 0; j < conversation.turns().size(); j++) {
        TopicalChat.Turn turn = conversation.turns().get(j);
        Instant time = start.plusSeconds(j);
        String trace = conversation.threadId() + "-" + j;
        int rating = WORDS.indexOf(turn.rating()) + 1;
        answers.add(new Answer(time, rating));
        events.add(
            event("trace", time)
                .put("trace_id", trace)
                .put("thread_id", conversation.threadId())
                .put("output", turn.text())
                .toString());
        if (rating > 0) {
          events.add(rating("turn_rating", time.plusSeconds(90), rating, "trace_id", trace));
        }
      }
      Instant end = start.plusSeconds(conversation.turns().size());
      conversation
          .ratings()
          .forEach(
              (agent, word) -> {
                int rating = WORDS.indexOf(word) + 1;
                verdicts.add(new Verdict(end, rating));
                events.add(
                    rating(
                        "conversation_rating", end, rating, "thread_id", conversation.threadId()));
              });
    }
    return events;
  }

  private static String rating(String name, Instant time, int value, String target, String id) {
    ObjectNode feedback = event("feedback", time);
    feedback.put("feedback_id", UUID.randomUUID().toString());
    feedback.put("name", name).put("value", value).put(target, id);
    feedback.putObject("scale").put("min", 1).put("max", 5);
    return feedback.toString();
  }

  private static ObjectNode event(String type, Instant time) {
    return Api.JSON.createObjectNode().put("type", type).put("timestamp", time.toString());
  }

  private void post(List<String> events) {
    Collections.shuffle(events, new Random(5));
    List<String> receipts = new ArrayList<>();
    for (int from = 0; from < events.size(); from += BATCH) {
      String lines = String.join("\n", events.subList(from, Math.min(from + BATCH, events.size())));
      Api.Answer answer = api.postEvents(lines).expect(202);
      receipts.add(answer.json().get("receipt").asText());
    }
    for (String said : receipts) {
      Await.until(
          "what was said is visible",
          () -> api.get("/api/v1/metrics/summary?wait_ms=10000&wait_for=" + said).status() == 200);
    }
  }
}
