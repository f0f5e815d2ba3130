package io.threadmark.gateway.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.gateway.body.Packing;
import io.threadmark.testkit.Await;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nothing is acknowledged before it is durable, and nothing is held without bound. */
@Timeout(60)
class DurabilityTest {

  @Test
  void an_answer_waits_for_every_acknowledgement() {
    try (RunningGateway gateway = RunningGateway.start(false, Map.of())) {
      CompletableFuture<Answer> answer =
          gateway.sendAsync(gateway.to("/api/v1/traces").POST(BodyPublishers.ofString("[{},{}]")));
      awaitSent(gateway, 2);

      gateway.producer.completeNext();
      assertThat(answer).isNotDone();
      gateway.producer.completeNext();

      assertThat(answer.join().status()).isEqualTo(202);
    }
  }

  @Test
  void one_record_that_fails_fails_the_request() {
    try (RunningGateway gateway = RunningGateway.start(false, Map.of())) {
      CompletableFuture<Answer> answer =
          gateway.sendAsync(
              gateway.to("/api/v1/traces").POST(BodyPublishers.ofString("[{},{\"x\":1},{}]")));
      awaitSent(gateway, 2);

      gateway.producer.completeNext();
      gateway.producer.errorNext(new TimeoutException("too slow"));

      assertUnavailable(answer.join());
      assertThat(gateway.get("/metrics").response().body())
          .contains("threadmark_gateway_records_failed_total{type=\"trace\"} 1.0")
          .contains("threadmark_gateway_records_published_total{type=\"trace\"} 1.0")
          .contains("threadmark_gateway_events_received_total 3.0")
          .contains("threadmark_gateway_events_rejected_total{code=\"unknown_field\"} 1.0")
          .contains("threadmark_gateway_events_failed_total{type=\"trace\"} 2.0")
          .contains("threadmark_gateway_events_accepted_total{type=\"trace\"} 0.0")
          .contains("threadmark_gateway_inflight_bytes 0.0");
    }
  }

  @Test
  void a_record_that_kafka_refuses_at_once_fails_the_request() {
    try (RunningGateway gateway = RunningGateway.start()) {
      gateway.producer.sendException = new RecordTooLargeException("no");

      assertUnavailable(gateway.post("/api/v1/traces", "[{},{}]"));
    }
  }

  @Test
  void an_erasure_is_not_acknowledged_before_it_is_durable() {
    try (RunningGateway gateway = RunningGateway.start(false, Map.of())) {
      CompletableFuture<Answer> refused = gateway.sendAsync(gateway.to("/api/v1/users/u").DELETE());
      awaitSent(gateway, 1);
      gateway.producer.errorNext(new TimeoutException("too slow"));
      assertUnavailable(refused.join());

      CompletableFuture<Answer> accepted =
          gateway.sendAsync(gateway.to("/api/v1/users/u").DELETE());
      awaitSent(gateway, 2);
      assertThat(accepted).isNotDone();
      gateway.producer.completeNext();
      assertThat(accepted.join().status()).isEqualTo(202);
    }
  }

  @Test
  void a_retry_of_what_failed_succeeds() {
    try (RunningGateway gateway = RunningGateway.start()) {
      gateway.producer.sendException = new TimeoutException("no metadata");
      assertUnavailable(gateway.post("/api/v1/traces", "{\"trace_id\":\"t\"}"));

      gateway.producer.sendException = null;
      assertThat(gateway.post("/api/v1/traces", "{\"trace_id\":\"t\"}").status()).isEqualTo(202);
    }
  }

  @Test
  void ofRequestsUnderWayWithOneKeyOneHasIt() {
    try (RunningGateway gateway = RunningGateway.start(false, Map.of())) {
      CompletableFuture<Answer> first = gateway.sendAsync(keyed(gateway, "one"));
      awaitSent(gateway, 1);

      assertThat(gateway.send(keyed(gateway, "two")).status()).isEqualTo(422);
      CompletableFuture<Answer> repeated = gateway.sendAsync(keyed(gateway, "one"));
      awaitSent(gateway, 2);
      gateway.producer.errorNext(new TimeoutException("too slow"));
      assertUnavailable(first.join());

      assertThat(gateway.send(keyed(gateway, "two")).status()).isEqualTo(422);
      gateway.producer.errorNext(new TimeoutException("too slow"));
      assertUnavailable(repeated.join());

      CompletableFuture<Answer> other = gateway.sendAsync(keyed(gateway, "two"));
      awaitSent(gateway, 3);
      gateway.producer.completeNext();
      assertThat(other.join().status()).isEqualTo(202);
    }
  }

  private static HttpRequest.Builder keyed(RunningGateway gateway, String name) {
    return gateway
        .to("/api/v1/traces")
        .header("Idempotency-Key", "k")
        .POST(BodyPublishers.ofString("{\"name\":\"%s\"}".formatted(name)));
  }

  @Test
  void what_is_in_hand_is_bounded() {
    try (RunningGateway gateway =
        RunningGateway.start(false, Map.of("gateway.inflight.bytes", "1024"))) {
      String body = "{\"name\":\"" + "x".repeat(200) + "\",\"input\":\"" + "x".repeat(400) + "\"}";
      CompletableFuture<Answer> first =
          gateway.sendAsync(gateway.to("/api/v1/traces").POST(BodyPublishers.ofString(body)));
      awaitSent(gateway, 1);

      Answer second = gateway.post("/api/v1/traces", body);
      assertThat(second.status()).isEqualTo(503);
      assertThat(second.code()).isEqualTo("overloaded");
      assertThat(second.header("Retry-After")).isEqualTo("1");

      gateway.producer.completeNext();
      assertThat(first.join().status()).isEqualTo(202);
      CompletableFuture<Answer> third =
          gateway.sendAsync(gateway.to("/api/v1/traces").POST(BodyPublishers.ofString(body)));
      awaitSent(gateway, 2);
      gateway.producer.completeNext();
      assertThat(third.join().status()).isEqualTo(202);
    }
  }

  @Test
  void what_is_unpacked_counts_as_it_is_unpacked() {
    try (RunningGateway gateway =
        RunningGateway.start(true, Map.of("gateway.inflight.bytes", "4096"))) {
      byte[] packed = Packing.gzip(("{\"input\":\"" + "x".repeat(5000) + "\"}").getBytes(UTF_8));

      Answer answer =
          gateway.send(
              gateway
                  .to("/api/v1/traces")
                  .header("Content-Encoding", "gzip")
                  .POST(BodyPublishers.ofByteArray(packed)));

      assertThat(answer.code()).isEqualTo("overloaded");
      assertThat(gateway.producer.history()).isEmpty();
    }
  }

  @Test
  void events_are_not_taken_before_the_gateway_is_ready() {
    try (RunningGateway gateway =
        new RunningGateway(true, Map.of(), List.of(() -> List.of("Kafka does not answer")))) {
      assertUnavailable(gateway.post("/api/v1/traces", "{}"));
      assertThat(gateway.producer.history()).isEmpty();
    }
  }

  @Test
  void requests_under_way_are_finished_when_the_gateway_closes() throws InterruptedException {
    RunningGateway gateway = RunningGateway.start(false, Map.of());
    CompletableFuture<Answer> answer =
        gateway.sendAsync(gateway.to("/api/v1/traces").POST(BodyPublishers.ofString("{}")));
    awaitSent(gateway, 1);

    CountDownLatch closed = new CountDownLatch(1);
    Thread closing =
        new Thread(
            () -> {
              gateway.close();
              closed.countDown();
            });
    closing.start();
    Await.until("it is closing", () -> !gateway.readiness.problems().isEmpty());
    assertThat(closed.getCount()).isEqualTo(1);
    gateway.producer.completeNext();

    assertThat(answer.join().status()).isEqualTo(202);
    assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
  }

  private static void awaitSent(RunningGateway gateway, int records) {
    Await.until("it is sent", () -> gateway.producer.history().size() >= records);
  }

  private static void assertUnavailable(Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
    assertThat(answer.code()).isEqualTo("unavailable");
    assertThat(answer.header("Retry-After")).isEqualTo("1");
  }
}
