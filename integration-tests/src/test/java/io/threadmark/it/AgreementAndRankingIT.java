package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.testkit.Api;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Statistics over the feedback of all partitions and instances, as it stands. */
@ExtendWith(SharedThreadmark.class)
class AgreementAndRankingIT {
  private static final Offset<Double> EXACT = within(1e-6);

  /** K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011, section C. */
  private static final List<String> FOUR_OBSERVERS =
      List.of(
          "1 2 3 3 2 1 4 1 2 . . .",
          "1 2 3 3 2 2 4 1 2 5 . 3",
          ". 3 3 3 2 3 4 2 2 5 1 .",
          "1 2 3 3 2 4 4 1 2 5 1 .");

  private final String project = "agree-" + UUID.randomUUID();
  private final Api api = SharedThreadmark.threadmark().api().in(project);

  @Test
  void ratersAgreeAsInThePublishedExample() {
    post(observations());
    assertThat(alpha("?feedback_name=grade")).isCloseTo(0.849107, EXACT);
    assertThat(alpha("?feedback_name=grade&level=interval")).isCloseTo(0.849107, EXACT);
    assertThat(alpha("?feedback_name=grade&level=ordinal")).isCloseTo(0.815388, EXACT);
    assertThat(alpha("?feedback_name=grade&level=nominal")).isCloseTo(0.743421, EXACT);
    JsonNode row = agreement("").get(0);
    assertThat(row.get("feedback_name").asText()).isEqualTo("grade");
    assertThat(row.get("level").asText()).isEqualTo("interval");
    assertThat(row.get("units").asInt()).isEqualTo(12);
    assertThat(row.get("raters").asInt()).isEqualTo(4);
    assertThat(row.get("values").asInt()).isEqualTo(41);
    assertThat(row.get("pairable").asInt()).isEqualTo(40);
  }

  @Test
  void everyInstanceAnswersTheSame() {
    post(observations());
    post(List.of(preference("p", "{\"candidates\":[\"a\",\"b\"],\"choice\":\"a\"}")));
    for (String path : List.of("/api/v1/metrics/agreement", "/api/v1/metrics/ranking")) {
      String answer = api.get(path).text();
      for (Api processor : SharedThreadmark.threadmark().processors()) {
        assertThat(processor.in(project).get(path).text()).isEqualTo(answer);
      }
    }
  }

  @Test
  void onlyWhatIsLiveCountsAndTheNewestOfARater() {
    post(
        List.of(
            "{\"type\":\"trace\",\"trace_id\":\"t1\",\"client_request_id\":\"r1\"}",
            "{\"type\":\"trace\",\"trace_id\":\"t2\"}",
            judgement("a1", "\"trace_id\":\"t1\"", "true", "ann", 1),
            judgement("b1", "\"client_request_id\":\"r1\"", "false", "bob", 1),
            judgement("a2", "\"trace_id\":\"t2\"", "false", "ann", 1),
            judgement("b2", "\"trace_id\":\"t2\"", "false", "bob", 1),
            judgement("b3", "\"trace_id\":\"nowhere\"", "false", "bob", 1),
            judgement("none", "\"trace_id\":\"t1\"", "true", null, 1)));
    // Of four values three are false: Do = 1/2, De = 1/2.
    JsonNode row = agreement("").get(0);
    assertThat(row.get("alpha").asDouble()).isCloseTo(0, EXACT);
    assertThat(row.get("level").asText()).isEqualTo("nominal");
    assertThat(row.get("values").asInt()).isEqualTo(4);
    assertThat(row.get("without_rater").asInt()).isEqualTo(1);

    post(List.of(judgement("b1", "\"trace_id\":\"t1\"", "true", "bob", 2))); // an edit
    assertThat(alpha("")).isEqualTo(1);
    post(List.of(judgement("b1-again", "\"trace_id\":\"t1\"", "false", "bob", 3)));
    assertThat(alpha("")).isCloseTo(0, EXACT);
    post(
        List.of(
            "{\"type\":\"feedback\",\"feedback_id\":\"b1-again\",\"retracted\":true,"
                + "\"timestamp\":\"2026-01-01T00:00:04Z\"}"));
    assertThat(alpha("")).isEqualTo(1);
    post(
        List.of(
            judgement("b1-over", "\"trace_id\":\"t2\"", "true", "cid", 5)
                .replace("\"value\"", "\"overrides\":\"b1\",\"value\"")));
    assertThat(agreement("").get(0).get("pairable").asInt()).isEqualTo(3);
    assertThat(agreement("?source_type=CODE")).isEmpty();
    assertThat(agreement("?after=2026-01-01T00:00:05Z")).isEmpty();
    assertThat(agreement("?before=2026-01-01T00:00:05Z").get(0).get("raters").asInt()).isEqualTo(2);
    assertThat(agreement("?feedback_name=nobody-said").get(0).get("reason").asText())
        .isEqualTo("no unit was judged by two raters");
  }

  @Test
  void messagesSpansAndThreadsAreUnitsOfTheirOwn() {
    List<String> targets =
        List.of(
            "\"thread_id\":\"h\"",
            "\"thread_id\":\"h\",\"message_id\":\"m\"",
            "\"trace_id\":\"t\"",
            "\"trace_id\":\"t\",\"span_id\":\"s\"");
    List<String> events = new ArrayList<>();
    events.add("{\"type\":\"trace\",\"trace_id\":\"t\",\"thread_id\":\"h\"}");
    for (int i = 0; i < targets.size(); i++) {
      events.add(judgement("a" + i, targets.get(i), "\"w" + i + "\"", "ann", 1));
      events.add(judgement("b" + i, targets.get(i), "\"w" + i + "\"", "bob", 1));
    }
    post(events);
    assertThat(alpha("")).isEqualTo(1);
    assertThat(agreement("").get(0).get("units").asInt()).isEqualTo(4);
    Api.Answer refused = api.get("/api/v1/metrics/agreement?feedback_name=ok&level=ordinal");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text()).contains("level ordinal needs numbers");
    assertThat(agreement("?level=ordinal").get(0).get("reason").asText())
        .isEqualTo("it has values that are no numbers");
  }

  @Test
  void candidatesAreRankedByWhatIsLive() {
    List<String> events = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      events.add(preference("a" + i, "{\"candidates\":[\"a\",{\"id\":\"b\"}],\"choice\":\"a\"}"));
    }
    for (int i = 0; i < 10; i++) {
      events.add(preference("b" + i, "{\"candidates\":[\"a\",\"b\"],\"ranking\":[\"b\",\"a\"]}"));
    }
    events.add(preference("gone", "{\"candidates\":[\"a\",\"b\"],\"choice\":\"b\"}"));
    events.add(
        "{\"type\":\"feedback\",\"feedback_id\":\"gone\",\"retracted\":true,"
            + "\"timestamp\":\"2026-01-01T00:00:09Z\"}");
    post(events);
    JsonNode ranking = ranking("");
    assertThat(ranking.get("comparisons").asInt()).isEqualTo(40);
    assertThat(ranking.get("feedback").asInt()).isEqualTo(40);
    JsonNode best = ranking.get("rows").get(0);
    assertThat(best.get("candidate").asText()).isEqualTo("a");
    assertThat(best.get("strength").asDouble()).isCloseTo(Math.log(3) / 2, EXACT);
    double margin = 1.959964 * Math.sqrt(1 / 30.0 + 1 / 10.0) / 2;
    assertThat(best.get("low").asDouble()).isCloseTo(Math.log(3) / 2 - margin, EXACT);
    assertThat(best.get("high").asDouble()).isCloseTo(Math.log(3) / 2 + margin, EXACT);

    // An edit turns a win into a tie; another candidate never loses.
    post(
        List.of(
            preference("b0", "{\"candidates\":[\"a\",\"b\"],\"ranking\":[[\"a\",\"b\"]]}", 8),
            preference("c", "{\"candidates\":[\"a\",\"b\",\"c\"],\"ranking\":[\"c\"]}")));
    JsonNode rows = ranking("?feedback_name=pick").get("rows");
    assertThat(texts(rows, "candidate")).containsExactly("c", "a", "b");
    assertThat(rows.get(0).get("strength").isNull()).isTrue();
    assertThat(rows.get(0).get("reason").asText()).isEqualTo("it won every comparison");
    assertThat(rows.get(1).get("ties").asInt()).isEqualTo(1);
    assertThat(rows.get(1).get("losses").asInt()).isEqualTo(10);
    assertThat(rows.get(1).get("strength").asDouble()).isCloseTo(Math.log(30.5 / 9.5) / 2, EXACT);
  }

  @Test
  void tooManyCandidatesAreRefused() {
    List<String> events = new ArrayList<>();
    for (int i = 0; i < 201; i += 3) {
      String candidates = "\"c%d\",\"c%d\",\"c%d\"".formatted(i, i + 1, i + 2);
      events.add(
          preference("p" + i, "{\"candidates\":[" + candidates + "],\"choice\":\"c" + i + "\"}"));
    }
    post(events);
    for (Api processor : SharedThreadmark.threadmark().processors()) {
      Api.Answer refused = processor.in(project).get("/api/v1/metrics/ranking");
      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.text()).contains("at most 200 candidates");
    }
    assertThat(ranking("?feedback_name=other").get("rows")).isEmpty();
  }

  @Test
  void aProjectSeesNothingOfAnother() {
    post(observations());
    post(List.of(preference("p", "{\"candidates\":[\"a\",\"b\"],\"choice\":\"a\"}")));
    for (String other : List.of(project + "x", project.substring(0, project.length() - 1))) {
      Api stranger = SharedThreadmark.threadmark().api().in(other);
      assertThat(stranger.get("/api/v1/metrics/agreement").json().get("rows")).isEmpty();
      assertThat(stranger.get("/api/v1/metrics/ranking").json().get("rows")).isEmpty();
    }
  }

  /** A unit is a trace or a thread, in turn. */
  private static List<String> observations() {
    List<String> events = new ArrayList<>();
    for (int unit = 0; unit < 12; unit++) {
      String target = unit % 2 == 0 ? "trace_id" : "thread_id";
      if (unit % 2 == 0) {
        events.add("{\"type\":\"trace\",\"trace_id\":\"u" + unit + "\"}");
      }
      for (int rater = 0; rater < FOUR_OBSERVERS.size(); rater++) {
        String value = FOUR_OBSERVERS.get(rater).split(" ", -1)[unit];
        if (!value.equals(".")) {
          events.add(
              "{\"type\":\"feedback\",\"%s\":\"u%d\",\"name\":\"grade\",\"value\":%s,\"source\":{\"id\":\"r%d\"}}"
                  .formatted(target, unit, value, rater));
        }
      }
    }
    return events;
  }

  private static String judgement(
      String id, String target, String value, String rater, int second) {
    return "{\"type\":\"feedback\",\"feedback_id\":\"%s\",%s,\"name\":\"ok\",\"value\":%s,\"timestamp\":\"2026-01-01T00:00:%02dZ\"%s}"
        .formatted(
            id,
            target,
            value,
            second,
            rater == null ? "" : ",\"source\":{\"id\":\"" + rater + "\"}");
  }

  private static String preference(String id, String value) {
    return preference(id, value, 1);
  }

  private static String preference(String id, String value, int second) {
    return "{\"type\":\"feedback\",\"feedback_id\":\"%s\",\"thread_id\":\"h-%s\",\"name\":\"pick\",\"value\":%s,\"timestamp\":\"2026-01-01T00:00:%02dZ\"}"
        .formatted(id, id, value, second);
  }

  private void post(List<String> events) {
    Api.Answer answer =
        api.post("/api/v1/events?wait_ms=10000", "[" + String.join(",", events) + "]");
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    assertThat(answer.json().get("visible").asBoolean()).isTrue();
  }

  private double alpha(String query) {
    JsonNode row = agreement(query).get(0);
    assertThat(row.get("alpha").isNumber()).as(row.toString()).isTrue();
    return row.get("alpha").asDouble();
  }

  private JsonNode agreement(String query) {
    return found("/api/v1/metrics/agreement" + query).get("rows");
  }

  private JsonNode ranking(String query) {
    return found("/api/v1/metrics/ranking" + query);
  }

  private JsonNode found(String path) {
    Api.Answer answer = api.get(path);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static List<String> texts(JsonNode rows, String field) {
    return StreamSupport.stream(rows.spliterator(), false)
        .map(row -> row.get(field).asText())
        .toList();
  }
}
