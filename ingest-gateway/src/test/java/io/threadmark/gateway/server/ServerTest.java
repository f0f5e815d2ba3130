package io.threadmark.gateway.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadmark.gateway.query.StubProcessor;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import io.threadmark.testkit.Metrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ServerTest {
  private static RunningGateway gateway;

  @BeforeAll
  static void start() {
    gateway = RunningGateway.start();
  }

  @AfterAll
  static void close() {
    gateway.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api", "/api/v1", "/api/v1/nothing", "/api/v2/traces", "/favicon.ico"})
  void there_is_nothing_at_other_addresses(String path) {
    Answer answer = gateway.get(path);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("not_found");
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/events, POST",
    "/api/v1/traces, 'GET, HEAD, POST'",
    "/api/v1/threads/h, 'DELETE, GET, HEAD, PUT'",
    "/readyz, 'GET, HEAD'"
  })
  void optionsTellWhichMethodsThereAre(String path, String allowed) {
    Answer answer = gateway.send(gateway.to(path).method("OPTIONS", BodyPublishers.noBody()));

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Allow")).isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Threadmark-Project",
        "Authorization",
        "api-key",
        "X-Api-Key",
        "Idempotency-Key",
        "Content-Type",
        "Content-Encoding"
      })
  void aHeaderOfOneValueIsGivenOnce(String name) {
    Answer answer =
        gateway.send(
            gateway
                .to("/api/v1/events")
                .header(name, "a")
                .header(name, "b")
                .POST(BodyPublishers.ofString("{\"type\":\"trace\"}")));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("invalid_request");
    assertThat(answer.toString()).contains(name);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /api/v1/events?wait_mss=1, wait_mss",
    "POST, /api/v1/feedback?name=x, name",
    "PUT, /api/v1/threads/h?cursor=x, cursor",
    "DELETE, /api/v1/feedback/f?value=1, value",
    "DELETE, /api/v1/threads/h?revision=1, revision",
    "POST, /api/v1/traces?wait_ms=1&wait_ms=2, wait_ms"
  })
  void aParameterThatAnAddressDoesNotKnowIsRefused(String method, String path, String name) {
    Answer answer = gateway.send(gateway.to(path).method(method, BodyPublishers.ofString("{}")));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().at("/error/details/0/path").asText()).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/v1/events, POST",
    "GET, /api/v1/messages, POST",
    "DELETE, /api/v1/traces, 'GET, HEAD, POST'",
    "POST, /api/v1/traces/t, 'DELETE, GET, HEAD'",
    "PATCH, /api/v1/threads/h, 'DELETE, GET, HEAD, PUT'",
    "GET, /api/v1/users/u, DELETE",
    "DELETE, /api/v1/erasures/e, 'GET, HEAD'",
    "DELETE, /api/v1/threads/, 'GET, HEAD, POST'",
    "PUT, /api/v1/feedback/f, 'DELETE, GET, HEAD'",
    "POST, /livez, 'GET, HEAD'"
  })
  void other_methods_are_told_which_are_there(String method, String path, String allowed) {
    Answer answer = gateway.send(gateway.to(path).method(method, BodyPublishers.ofString("{}")));

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.code()).isEqualTo("method_not_allowed");
    assertThat(answer.header("Allow")).isEqualTo(allowed);
  }

  @Test
  void health_is_told() {
    assertThat(gateway.get("/livez").toString()).isEqualTo("200 {\"live\":true}");
    assertThat(gateway.get("/readyz").toString()).isEqualTo("200 {\"ready\":true}");
    assertThat(gateway.send(gateway.to("/livez").method("HEAD", BodyPublishers.noBody())).status())
        .isEqualTo(200);
  }

  @Test
  void what_keeps_it_from_being_ready_is_told() {
    try (RunningGateway other =
        new RunningGateway(true, Map.of(), List.of(() -> List.of("one reason", "another")))) {
      Await.until("it has been checked", () -> !other.readiness.problems().contains("starting"));
      assertThat(other.get("/readyz").toString())
          .isEqualTo("503 {\"ready\":false,\"reasons\":[\"one reason\",\"another\"]}");
      assertThat(other.get("/livez").status()).isEqualTo(200);

      other.readiness.closing();
      assertThat(other.get("/readyz").json().path("reasons").path(0).asText())
          .isEqualTo("shutting down");
    }
  }

  @Test
  void requests_are_counted_by_address_and_status() {
    gateway.post("/api/v1/feedback", "{\"trace_id\":\"t\"}");

    assertThat(gateway.get("/metrics").response().body())
        .contains(
            "threadmark_gateway_requests_seconds_count{route=\"/api/v1/feedback\",status=\"422\"}")
        .contains("threadmark_gateway_events_rejected_total{code=\"missing_value\"}");
  }

  @Test
  void the_contract_and_a_page_are_served() {
    Answer contract = gateway.get("/openapi.yaml");
    assertThat(contract.response().body()).startsWith("openapi: 3.0.3");
    assertThat(contract.header("Content-Type")).isEqualTo("application/yaml");
    assertThat(gateway.get("/").response().body()).contains("Threadmark");
  }

  @Test
  void a_broken_address_is_the_clients_fault() throws IOException {
    assertThat(raw("GET /api/v1/threads/%zz HTTP/1.1\r\nHost: x\r\n\r\n"))
        .startsWith("HTTP/1.1 400")
        .contains("invalid_request");
    assertThat(raw("GET /api/v1/threads/h?a=%zz HTTP/1.1\r\nHost: x\r\n\r\n"))
        .startsWith("HTTP/1.1 400")
        .contains("invalid_request");
    assertThat(raw("nonsense\r\n\r\n")).contains(" 400 ").contains("invalid_request");
  }

  @Test
  void receipts_travel_in_addresses_but_these_have_an_end() throws IOException {
    assertThat(gateway.get("/nothing?wait_for=" + "r".repeat(48 * 1024)).status()).isEqualTo(404);
    assertThat(raw("GET /" + "r".repeat(65 * 1024) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
        .contains(" 414 ")
        .contains("uri_too_long");
    assertThat(raw("GET / HTTP/1.1\r\nHost: x\r\nA: " + "r".repeat(65 * 1024) + "\r\n\r\n"))
        .contains(" 431 ")
        .contains("headers_too_large");
  }

  @Test
  void a_project_may_have_any_letters() throws IOException {
    String body = "{\"trace_id\":\"t\"}";
    String answer =
        raw(
            "POST /api/v1/traces HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
                + body.length()
                + "\r\nX-Threadmark-Project: \u00c3\u00a9\r\n\r\n"
                + body);

    assertThat(answer).startsWith("HTTP/1.1 202");
    assertThat(gateway.published().map(Map.Entry::getKey)).contains("\u00e9/t/t");
    assertThat(
            raw(
                "GET /api/v1/threads/h HTTP/1.1\r\nHost: x\r\nX-Threadmark-Project: \u00e9\r\n\r\n"))
        .startsWith("HTTP/1.1 422");
  }

  @Test
  void a_length_that_is_no_number_is_the_clients_fault() throws IOException {
    String start = "POST /api/v1/traces HTTP/1.1\r\nHost: x\r\nContent-Length: ";

    assertThat(raw(start + "abc\r\n\r\n")).contains(" 400 ");
    assertThat(raw(start + "-1\r\n\r\n")).contains(" 400 ");
    assertThat(raw(start + "99999999999999999999\r\n\r\n")).contains(" 400 ");
    assertThat(raw(start + "9999999999\r\n\r\n")).contains(" 413 ");
  }

  @Test
  void a_client_that_goes_away_leaves_nothing_behind() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
      socket
          .getOutputStream()
          .write(
              ("POST /api/v1/traces HTTP/1.1\r\nHost: x\r\nContent-Length: 90000\r\n\r\n"
                      + " ".repeat(70_000))
                  .getBytes(US_ASCII));
      awaitInFlight(held -> held > 0);
    }
    awaitInFlight(held -> held == 0);
  }

  @Test
  void http_2_is_spoken_too() {
    try (StubProcessor processor = new StubProcessor(200, "{}");
        RunningGateway other =
            RunningGateway.start(true, Map.of("processor.url", processor.url()))) {
      for (int i = 0; i < 2; i++) { // the first request asks for it
        Answer post =
            other.send(
                other
                    .to("/api/v1/traces")
                    .version(HttpClient.Version.HTTP_2)
                    .POST(BodyPublishers.ofString("{}")));
        assertThat(post.status()).isEqualTo(202);
      }
      Answer get =
          other.send(
              other
                  .to("/api/v1/threads/h")
                  .version(HttpClient.Version.HTTP_2)
                  .header("X-Threadmark-Project", "shop"));

      assertThat(get.response().version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(get.status()).isEqualTo(200);
      assertThat(processor.asked().get(0).project()).isEqualTo("shop");
    }
  }

  @Test
  void an_id_in_a_path_is_utf8() {
    assertThat(gateway.send(gateway.to("/api/v1/feedback/%FF").DELETE()).status()).isEqualTo(422);
    assertThat(gateway.send(gateway.to("/api/v1/feedback/%C3%A9%EF%BF%BD").DELETE()).status())
        .isEqualTo(202);
    assertThat(gateway.send(gateway.to("/api/v1/feedback/%00").DELETE()).status()).isEqualTo(422);
  }

  @Test
  void a_body_that_does_not_come_in_time_is_given_up() throws IOException {
    try (RunningGateway impatient =
            RunningGateway.start(true, Map.of("gateway.body.timeout.ms", "150"));
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), impatient.port())) {
      socket
          .getOutputStream()
          .write(
              "POST /api/v1/traces HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{"
                  .getBytes(US_ASCII));

      // The server closes the connection, or this would not end.
      assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
          .startsWith("HTTP/1.1 408")
          .contains("request_timeout");
      assertThat(impatient.get("/metrics").response().body())
          .contains("threadmark_gateway_inflight_bytes 0.0");
    }
  }

  @Test
  void a_connection_on_which_nothing_moves_is_closed() throws IOException {
    try (RunningGateway impatient =
            RunningGateway.start(true, Map.of("gateway.idle.timeout.ms", "150"));
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), impatient.port())) {
      socket.getOutputStream().write("GET /livez HT".getBytes(US_ASCII));

      assertThat(socket.getInputStream().read()).isNegative();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
  void without_keys_it_listens_on_loopback_only(String host) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunningGateway.start(true, Map.of("gateway.host", host)))
        .withMessageContaining("THREADMARK_GATEWAY_HOST")
        .withMessageContaining("no keys are configured");
  }

  @Test
  void all_event_loops_serve_one_port() throws IOException {
    try (RunningGateway several = RunningGateway.start(true, Map.of("gateway.event.loops", "3"))) {
      for (int i = 0; i < 6; i++) {
        String answer = raw(several.port(), "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 200");
      }
    }
  }

  @Test
  void a_port_that_is_taken_is_a_clear_error() {
    String taken = Integer.toString(gateway.port());

    assertThatThrownBy(() -> RunningGateway.start(true, Map.of("gateway.port", taken)))
        .hasMessageContaining(taken);
  }

  private static void awaitInFlight(DoublePredicate wanted) {
    List<Api> parts = List.of(new Api("http://127.0.0.1:" + gateway.port()));
    Await.until(
        "the bytes in flight are as they have to be",
        () -> wanted.test(Metrics.scrape(parts).sum("threadmark_gateway_inflight_bytes")));
  }

  /** Sends bytes as they are and reads until the server closes or falls silent. */
  private static String raw(String request) throws IOException {
    return raw(gateway.port(), request);
  }

  private static String raw(int port, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(2000);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      byte[] answer = new byte[8192];
      int length = Math.max(0, socket.getInputStream().read(answer));
      return new String(answer, 0, length, ISO_8859_1);
    }
  }
}
