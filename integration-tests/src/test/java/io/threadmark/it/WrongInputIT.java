package io.threadmark.it;

import static io.threadmark.it.WrongRequest.EVENTS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.it.Wire.Answer;
import io.threadmark.it.Wire.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What clients get wrong: each fault has its status, its code and its path, and harms nobody else.
 */
@ExtendWith(SharedThreadmark.class)
class WrongInputIT {
  private static final String PROJECT = "wrong-" + UUID.randomUUID();
  private static String base;

  @BeforeAll
  static void storeWhatQueriesFind() {
    base = SharedThreadmark.threadmark().gatewayUrl();
    String there =
        """
        [{"type":"trace","trace_id":"there","client_request_id":"there","thread_id":"there"},
         {"type":"feedback","feedback_id":"there","trace_id":"there","value":true}]
        """;
    assertThat(visible(Request.post(EVENTS + "?wait_ms=10000", there).in(PROJECT)).status)
        .isEqualTo(202);
  }

  static Stream<WrongEvent> events() {
    return WrongEvent.table().stream();
  }

  static Stream<WrongRequest> requests() {
    return WrongRequest.table().stream();
  }

  @ParameterizedTest
  @MethodSource("events")
  void anEventIsRefused(WrongEvent wrong) {
    Answer answer = Request.post(EVENTS, wrong.json()).in(PROJECT).to(base);
    assertThat(answer.status)
        .as(answer.toString())
        .isEqualTo(wrong.code().equals("too_large") ? 413 : 422);
    assertThat(answer.code()).as(answer.toString()).isEqualTo(wrong.code());
    assertThat(wrong.isTold(answer.path())).as(answer.toString()).isTrue();
    JsonNode json = answer.json();
    assertThat(json.get("accepted").asInt()).isZero();
    assertThat(json.get("rejected")).hasSize(1);
    assertThat(json.at("/rejected/0/message").asText()).isNotBlank();
  }

  @ParameterizedTest
  @MethodSource("requests")
  void aRequestIsRefused(WrongRequest wrong) {
    if (wrong.request().method.equals("RAW")) {
      assertThat(
              Wire.raw(
                  base,
                  "GET "
                      + wrong.request().path
                      + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
          .startsWith("HTTP/1.1 " + wrong.status() + " ")
          .contains("\"" + wrong.code() + "\"");
      return;
    }
    Request request = wrong.request();
    if (request.header("X-Threadmark-Project") == null) {
      request.in(PROJECT);
    }
    Answer answer = request.to(base);
    assertThat(answer.status).as(answer.toString()).isEqualTo(wrong.status());
    assertThat(answer.headers.firstValue("Content-Type")).hasValue("application/json");
    assertThat(answer.code()).as(answer.toString()).isEqualTo(wrong.code());
    assertThat(answer.path()).as(answer.toString()).isEqualTo(wrong.path());
    assertThat(answer.headers.firstValue("Allow").orElse(null)).isEqualTo(wrong.allow());
    assertThat(answer.json().at("/error/details").isArray()).as(answer.toString()).isTrue();
  }

  @Test
  void theTablesAreLong() {
    assertThat(WrongEvent.table()).hasSizeGreaterThan(200);
    assertThat(WrongRequest.table()).hasSizeGreaterThan(150);
    assertThat(WrongRequest.table()).extracting(WrongRequest::name).doesNotHaveDuplicates();
  }

  @Test
  void nothingOfARefusedRequestIsStored() {
    assertThat(Request.get("/api/v1/traces/refused").in(PROJECT).to(base).status).isEqualTo(404);
    assertThat(Request.get("/api/v1/traces/bad").in(PROJECT).to(base).status).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void goodEventsAmongBadOnesAreStored(boolean lines) {
    String project = PROJECT + lines;
    List<WrongEvent> table = WrongEvent.table();
    List<String> items = new ArrayList<>();
    for (int i = 0; i < table.size(); i++) {
      items.add(good(i));
      items.add(table.get(i).json());
    }
    Answer answer =
        visible(
            (lines
                    ? Request.lines(EVENTS + "?wait_ms=10000", String.join("\r\n\n", items))
                    : Request.post(EVENTS + "?wait_ms=10000", "[" + String.join(",", items) + "]"))
                .in(project));
    assertThat(answer.status).as(answer.toString()).isEqualTo(207);
    JsonNode json = answer.json();
    assertThat(json.get("accepted").asInt()).isEqualTo(table.size());
    assertThat(json.get("receipts")).hasSize(table.size());
    for (int i = 0; i < table.size(); i++) {
      JsonNode rejected = json.get("rejected").get(i);
      assertThat(rejected.get("index").asInt()).isEqualTo(2 * i + 1);
      assertThat(rejected.get("code").asText())
          .as(table.get(i).line())
          .isEqualTo(table.get(i).code());
      assertThat(table.get(i).isTold(rejected.get("path").asText()))
          .as(rejected.toString())
          .isTrue();
    }
    assertThatOnlyGoodIsStored(project, table.size());
  }

  @Test
  void aBadLineInTheMiddleIsItsOwnFault() {
    String project = PROJECT + "-middle";
    String body = good(0) + "\n{\"type\":\n" + good(1) + good(2) + "\n\u0000\n" + good(1) + "\n";
    Answer answer = visible(Request.lines(EVENTS + "?wait_ms=10000", body).in(project));
    assertThat(answer.status).isEqualTo(207);
    assertThat(answer.json().get("rejected"))
        .extracting(r -> r.get("index").asInt() + " " + r.get("code").asText())
        .containsExactly("1 invalid_json", "2 invalid_json", "3 invalid_json");
    assertThatOnlyGoodIsStored(project, 2);
  }

  @Test
  void membersOfGzipThatFollowEachOtherAreOneBody() {
    String project = PROJECT + "-members";
    byte[] body =
        Packed.joined(
            Packed.gzip((good(0) + "\n").getBytes(UTF_8)), Packed.gzip(good(1).getBytes(UTF_8)));
    Answer answer =
        visible(
            new Request("POST", EVENTS + "?wait_ms=10000", body)
                .with("Content-Type", "application/x-ndjson")
                .with("Content-Encoding", "gzip")
                .in(project));
    assertThat(answer.status).as(answer.toString()).isEqualTo(202);
    assertThatOnlyGoodIsStored(project, 2);
  }

  @Test
  void aByteOrderMarkIsNoFault() {
    Answer answer = Request.post(EVENTS, "\ufeff{\"type\":\"trace\"}").in(PROJECT).to(base);
    assertThat(answer.status).as(answer.toString()).isEqualTo(202);
  }

  private static String good(int number) {
    return "{\"type\":\"feedback\",\"feedback_id\":\"good-%d\",\"thread_id\":\"mixed\",\"value\":true}"
        .formatted(number);
  }

  private static void assertThatOnlyGoodIsStored(String project, int count) {
    JsonNode thread = Request.get("/api/v1/threads/mixed").in(project).to(base).json();
    assertThat(thread.get("feedback"))
        .extracting(feedback -> feedback.get("feedback_id").asText())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, count).mapToObj(i -> "good-" + i).toList());
    assertThat(thread.get("messages")).isEmpty();
    for (String bad : List.of("traces/bad", "threads/bad", "feedback/bad")) {
      assertThat(Request.get("/api/v1/" + bad).in(project).to(base).status).as(bad).isEqualTo(404);
    }
  }

  private static Answer visible(Request request) {
    Answer answer = request.to(base);
    assertThat(answer.json().path("visible").asBoolean()).as(answer.toString()).isTrue();
    return answer;
  }
}
