package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Lists of feedback by the state of its join, over all partitions and instances. */
@ExtendWith(SharedThreadmark.class)
class FeedbackListIT {
  private static final String EVENTS =
      """
      [{"type":"trace","trace_id":"t","thread_id":"th","client_request_id":"r"},
       {"type":"feedback","feedback_id":"by-trace","trace_id":"t","value":true,"timestamp":"2026-01-01T00:00:01Z"},
       {"type":"feedback","feedback_id":"by-request","client_request_id":"r","value":4,"name":"stars","timestamp":"2026-01-01T00:00:02Z"},
       {"type":"feedback","feedback_id":"on-thread","thread_id":"th","value":false,"source":{"id":"u1"},"timestamp":"2026-01-01T00:00:03Z"},
       {"type":"feedback","feedback_id":"waits","trace_id":"nowhere","value":true,"source":{"id":"u1"},"timestamp":"2026-01-01T00:00:04Z"},
       {"type":"feedback","feedback_id":"waits-too","client_request_id":"nobody","value":5,"name":"stars","timestamp":"2026-01-01T00:00:05Z"},
       {"type":"feedback","feedback_id":"gone","trace_id":"t","value":1,"name":"stars","timestamp":"2026-01-01T00:00:06Z"},
       {"type":"feedback","feedback_id":"gone","retracted":true,"timestamp":"2026-01-01T00:01:00Z"}]
      """;

  private final String project = "list-" + UUID.randomUUID();
  private Api api;

  @BeforeEach
  void store() {
    api = SharedThreadmark.threadmark().api().in(project);
    post(EVENTS);
  }

  @Test
  void everyStateHasItsOwnTheNewestFirst() {
    assertThat(ids(""))
        .containsExactly("gone", "waits-too", "waits", "on-thread", "by-request", "by-trace");
    assertThat(ids("?state=MATCHED")).containsExactly("on-thread", "by-request", "by-trace");
    assertThat(ids("?state=PENDING")).containsExactly("waits-too", "waits");
    assertThat(ids("?state=RETRACTED")).containsExactly("gone");
    assertThat(ids("?state=UNMATCHED")).isEmpty();
    assertThat(ids("?state=PENDING,RETRACTED")).containsExactly("gone", "waits-too", "waits");
  }

  @Test
  void whatIsTakenBackBeforeItComesIsInNoListUntilItDoes() {
    assertThat(api.delete("/api/v1/feedback/early?wait_ms=10000&timestamp=2026-01-02T00:00:00Z"))
        .satisfies(answer -> assertThat(answer.status()).isEqualTo(202));
    assertThat(ids("?state=RETRACTED")).containsExactly("gone");
    assertThat(api.get("/api/v1/feedback/early").json().get("state").asText())
        .isEqualTo("RETRACTED");

    post(
        """
        {"type":"feedback","feedback_id":"early","trace_id":"t","value":1,"timestamp":"2026-01-01T00:00:07Z"}
        """);
    assertThat(ids("?state=RETRACTED")).containsExactly("early", "gone");
  }

  @Test
  void aRowSaysWhatTheQueryForItsIdSays() {
    for (JsonNode row : rows("")) {
      JsonNode one = api.get("/api/v1/feedback/" + row.get("feedback_id").asText()).json();
      row.properties()
          .forEach(field -> assertThat(one.get(field.getKey())).isEqualTo(field.getValue()));
      assertThat(row.has("history")).isFalse();
    }
  }

  @Test
  void namesSourcesAndTimesChoose() {
    assertThat(ids("?name=stars")).containsExactly("gone", "waits-too", "by-request");
    assertThat(ids("?name=stars&state=MATCHED,PENDING")).containsExactly("waits-too", "by-request");
    assertThat(ids("?source_id=u1")).containsExactly("waits", "on-thread");
    assertThat(ids("?source_id=nobody")).isEmpty();
    assertThat(ids("?after=2026-01-01T00:00:05Z")).containsExactly("gone", "waits-too");
    assertThat(ids("?before=2026-01-01T00:00:02Z")).containsExactly("by-trace");
    assertThat(ids("?after=1767225602000&before=1767225604000"))
        .containsExactly("on-thread", "by-request");
    assertThat(ids("?after=2025-01-01T00:00:05Z&before=2025-01-01T00:00:06Z")).isEmpty();
  }

  @Test
  void pagesFollowEachOtherWithoutGapsOrRepeats() {
    List<String> events = new ArrayList<>();
    IntStream.range(0, 230)
        .forEach(
            i ->
                events.add(
                    "{\"type\":\"feedback\",\"feedback_id\":\"p%03d\",\"%s\":\"x%d\",\"value\":true,\"timestamp\":\"2026-02-01T00:00:%02dZ\"}"
                        .formatted(i, i % 2 == 0 ? "trace_id" : "thread_id", i, i % 3)));
    post("[" + String.join(",", events) + "]");
    List<String> all = ids("?after=2026-02-01T00:00:00Z&page_size=500");
    assertThat(all).hasSize(230).doesNotHaveDuplicates();
    for (int size : List.of(1, 7, 50, 230)) {
      assertThat(paged("?after=2026-02-01T00:00:00Z&page_size=" + size)).isEqualTo(all);
    }
  }

  @Test
  void aProjectListsNothingOfAnother() {
    assertThat(rowsOf(api.in(project + "x"), "")).isEmpty();
    assertThat(rowsOf(api.in(project.substring(0, project.length() - 1)), "")).isEmpty();
  }

  @Test
  void stateFollowsTheTrace() {
    post("[{\"type\":\"trace\",\"trace_id\":\"nowhere\"}]");
    assertThat(ids("?state=PENDING")).containsExactly("waits-too");
    assertThat(ids("?state=MATCHED")).contains("waits");
  }

  private void post(String events) {
    Await.until(
        "what was posted is seen",
        () -> {
          Api.Answer answer = api.post("/api/v1/events?wait_ms=10000", events);
          assertThat(answer.status()).as(answer.text()).isEqualTo(202);
          return answer.json().get("visible").asBoolean();
        });
  }

  private List<String> paged(String query) {
    List<String> ids = new ArrayList<>();
    String cursor = "";
    do {
      Api.Answer page = api.get("/api/v1/feedback" + query + cursor);
      assertThat(page.status()).as(page.text()).isEqualTo(200);
      page.json().get("rows").forEach(row -> ids.add(row.get("feedback_id").asText()));
      JsonNode next = page.json().get("next_cursor");
      cursor = next == null ? null : "&cursor=" + next.asText();
    } while (cursor != null);
    return ids;
  }

  private List<String> ids(String query) {
    return rows(query).stream().map(row -> row.get("feedback_id").asText()).toList();
  }

  private List<JsonNode> rows(String query) {
    return rowsOf(api, query);
  }

  private static List<JsonNode> rowsOf(Api api, String query) {
    Api.Answer answer = api.get("/api/v1/feedback" + query);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    List<JsonNode> rows = new ArrayList<>();
    answer.json().get("rows").forEach(rows::add);
    return rows;
  }
}
