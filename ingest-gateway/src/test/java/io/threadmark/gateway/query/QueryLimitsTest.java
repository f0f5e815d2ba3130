package io.threadmark.gateway.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.gateway.server.Answer;
import io.threadmark.gateway.server.RunningGateway;
import io.threadmark.testkit.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What queries may take of the gateway: time, connections, memory. */
@Timeout(30)
class QueryLimitsTest {
  private static final String PLAIN = "/api/v1/threads/h";
  private static final String WAITING = PLAIN + "?wait_for=r";
  private static final int MIB = 1024 * 1024;

  @Test
  void a_processor_that_does_not_answer_in_time_is_given_up() {
    try (HandMadeProcessor silent = new HandMadeProcessor((uri, out) -> {});
        RunningGateway gateway = with(silent, "gateway.query.timeout.ms", "200")) {
      Answer answer = gateway.get(PLAIN);

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.code()).isEqualTo("unavailable");
      assertThat(answer.header("Retry-After")).isEqualTo("1");
      Await.until("the connection is closed", () -> silent.hungUp.get() == 1);
    }
  }

  @Test
  void a_query_that_waits_has_its_wait_and_the_time_of_a_query() {
    HandMadeProcessor.Answering late =
        (uri, out) -> {
          pause(600);
          HandMadeProcessor.always("{}").answer(uri, out);
        };
    try (HandMadeProcessor processor = new HandMadeProcessor(late);
        RunningGateway gateway = with(processor, "gateway.query.timeout.ms", "200")) {
      assertThat(gateway.get(WAITING + "&wait_ms=0").status()).isEqualTo(503);
      assertThat(gateway.get(WAITING + "&wait_ms=9000").status()).isEqualTo(200);
      assertThat(gateway.get(WAITING).status()).isEqualTo(200);
    }
  }

  @Test
  void an_answer_that_breaks_off_ends_with_the_time_of_a_query() throws Exception {
    HandMadeProcessor.Answering half =
        (uri, out) ->
            out.write(
                "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"
                    .getBytes(StandardCharsets.US_ASCII));
    try (HandMadeProcessor processor = new HandMadeProcessor(half);
        RunningGateway gateway = with(processor, "gateway.query.timeout.ms", "200");
        Socket client = client(gateway, PLAIN)) {
      byte[] told = client.getInputStream().readAllBytes(); // until it is closed
      assertThat(new String(told, StandardCharsets.US_ASCII)).endsWith("half");
      Await.until("the connection is closed", () -> processor.hungUp.get() == 1);
    }
  }

  @Test
  void those_who_wait_do_not_stand_in_the_way_of_plain_queries() throws Exception {
    HandMadeProcessor.Answering onlyPlain =
        (uri, out) -> {
          if (uri.equals(PLAIN)) {
            HandMadeProcessor.always("{}").answer(uri, out);
          }
        };
    try (HandMadeProcessor processor = new HandMadeProcessor(onlyPlain);
        RunningGateway gateway =
            with(processor, "gateway.wait.connections", "2", "gateway.query.connections", "2")) {
      try (Socket one = client(gateway, WAITING);
          Socket two = client(gateway, WAITING);
          Socket three = client(gateway, WAITING)) {
        Await.until("it is asked", () -> processor.asked.size() == 2);
        CompletableFuture<Answer> post =
            gateway.sendAsync(gateway.to("/api/v1/traces?wait_ms=0").POST(body("{}")));

        assertThat(gateway.get(PLAIN).status()).isEqualTo(200);
        assertThat(processor.asked).filteredOn(uri -> !uri.equals(PLAIN)).hasSize(2);
        assertThat(post.get().json().path("visible").asBoolean(true)).isFalse();
      }
    }
  }

  @Test
  void who_finds_the_line_full_is_turned_away_at_once() throws Exception {
    try (HandMadeProcessor silent = new HandMadeProcessor((uri, out) -> {});
        RunningGateway gateway = with(silent, "gateway.query.connections", "1")) {
      List<CompletableFuture<Answer>> asked = new ArrayList<>();
      asked.add(gateway.sendAsync(gateway.to(PLAIN)));
      Await.until("it is asked", () -> silent.asked.size() == 1);
      for (int i = 0; i <= Connections.IN_LINE_FOR_EACH; i++) {
        asked.add(gateway.sendAsync(gateway.to(PLAIN)));
      }
      Answer first =
          (Answer) CompletableFuture.anyOf(asked.toArray(CompletableFuture[]::new)).get();

      assertThat(first.status()).isEqualTo(503);
      assertThat(first.code()).isEqualTo("overloaded");
      assertThat(first.header("Retry-After")).isEqualTo("1");
      assertThat(silent.asked).hasSize(1);
      assertThat(asked).filteredOn(CompletableFuture::isDone).hasSize(1);
    }
  }

  @Test
  void a_client_that_goes_away_ends_its_query() throws Exception {
    CountDownLatch answers = new CountDownLatch(1);
    HandMadeProcessor.Answering firstNever =
        (uri, out) -> {
          if (answers.getCount() == 0) {
            HandMadeProcessor.always("{}").answer(uri, out);
          }
        };
    try (HandMadeProcessor processor = new HandMadeProcessor(firstNever);
        RunningGateway gateway = with(processor, "gateway.query.connections", "1")) {
      for (String path : new String[] {PLAIN, WAITING}) {
        int before = processor.hungUp.get();
        int asked = processor.asked.size();
        Socket client = client(gateway, path);
        Await.until("it is asked", () -> processor.asked.size() == asked + 1);
        client.close();
        Await.until("the connection is closed", () -> processor.hungUp.get() == before + 1);
      }
      answers.countDown();

      assertThat(gateway.get(PLAIN).status()).isEqualTo(200);
    }
  }

  @Test
  void a_client_that_goes_away_from_a_post_that_waits_ends_the_wait() throws Exception {
    try (HandMadeProcessor silent = new HandMadeProcessor((uri, out) -> {});
        RunningGateway gateway = with(silent)) {
      Socket client = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
      client
          .getOutputStream()
          .write(
              "POST /api/v1/traces?wait_ms=10000 HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}"
                  .getBytes(StandardCharsets.US_ASCII));
      Await.until("it is asked", () -> silent.asked.size() == 1);
      client.close();

      Await.until("the connection is closed", () -> silent.hungUp.get() == 1);
    }
  }

  @Test
  void an_answer_that_the_client_does_not_read_is_not_held() throws Exception {
    AtomicLong written = new AtomicLong();
    long all = 1024L * MIB;
    HandMadeProcessor.Answering much =
        (uri, out) -> {
          out.write(
              ("HTTP/1.1 200 OK\r\nContent-Length: " + all + "\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
          byte[] chunk = new byte[64 * 1024];
          while (written.get() < all) {
            out.write(chunk);
            written.addAndGet(chunk.length);
          }
        };
    try (HandMadeProcessor processor = new HandMadeProcessor(much);
        RunningGateway gateway = with(processor);
        Socket client = client(gateway, PLAIN)) {
      assertThat(client.getInputStream().read()).isEqualTo('H');
      long[] before = {-1};
      Await.until(
          "no more is written",
          () -> {
            long last = before[0];
            before[0] = written.get();
            pause(500);
            return written.get() == last && written.get() == before[0];
          });
      assertThat(written.get()).isLessThan(64L * MIB);
    }
  }

  @Test
  void connections_are_used_again() {
    try (HandMadeProcessor processor = new HandMadeProcessor(HandMadeProcessor.always("{}"));
        RunningGateway gateway = with(processor, "gateway.event.loops", "1")) {
      for (int i = 0; i < 20; i++) {
        assertThat(gateway.get(PLAIN).status()).isEqualTo(200);
      }
      assertThat(processor.connections.get()).isEqualTo(1);
    }
  }

  private static RunningGateway with(HandMadeProcessor processor, String... settings) {
    Map<String, String> all = new TreeMap<>();
    all.put("processor.url", processor.url());
    all.put("gateway.shutdown.timeout.ms", "0"); // some queries are never answered
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    return RunningGateway.start(true, all);
  }

  private static Socket client(RunningGateway gateway, String path) throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
    client
        .getOutputStream()
        .write(
            ("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    return client;
  }

  private static BodyPublisher body(String json) {
    return BodyPublishers.ofString(json);
  }

  private static void pause(long ms) {
    try {
      Thread.sleep(ms);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
