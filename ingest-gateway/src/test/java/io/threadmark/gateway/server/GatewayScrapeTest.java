package io.threadmark.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Context;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GatewayScrapeTest {
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();
  private final AtomicInteger onAnEventLoop = new AtomicInteger();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch goesOn = new CountDownLatch(1);

  @Test
  void metrics_are_told_off_the_event_loop_and_once_at_a_time() throws Exception {
    try (RunningGateway gateway = RunningGateway.start(true, Map.of("gateway.event.loops", "2"))) {
      Gauge.builder("slow", this::slow).register(gateway.metrics);
      List<CompletableFuture<Answer>> scrapes =
          Stream.generate(() -> gateway.sendAsync(gateway.to("/metrics"))).limit(20).toList();
      begun.await();
      assertThat(gateway.get("/livez").status()).as("meanwhile").isEqualTo(200);
      assertThat(gateway.get("/livez").status()).as("on the other event loop").isEqualTo(200);
      goesOn.countDown();

      for (CompletableFuture<Answer> scrape : scrapes) {
        assertThat(scrape.get().status()).isEqualTo(200);
        assertThat(scrape.get().response().body()).contains("slow 1.0");
      }
      assertThat(mostAtOnce.get()).isEqualTo(1);
      assertThat(onAnEventLoop.get()).isZero();
    }
  }

  @Test
  void who_asks_for_metrics_beside_very_many_is_turned_away() throws Exception {
    try (RunningGateway gateway = RunningGateway.start()) {
      Gauge.builder("slow", this::slow).register(gateway.metrics);
      List<CompletableFuture<Answer>> scrapes =
          Stream.generate(() -> gateway.sendAsync(gateway.to("/metrics"))).limit(33).toList();
      Answer first =
          (Answer) CompletableFuture.anyOf(scrapes.toArray(CompletableFuture[]::new)).get();
      assertThat(first.status()).isEqualTo(503);
      assertThat(first.header("Retry-After")).isEqualTo("1");
      goesOn.countDown();

      for (CompletableFuture<Answer> scrape : scrapes) {
        scrape.get();
      }
      assertThat(gateway.get("/metrics").status()).isEqualTo(200);
    }
  }

  @Test
  void metrics_are_new_whenever_they_are_asked_for() {
    AtomicInteger asked = new AtomicInteger();
    try (RunningGateway gateway = RunningGateway.start()) {
      Gauge.builder("asked", asked::incrementAndGet).register(gateway.metrics);
      for (int i = 1; i <= 3; i++) {
        assertThat(gateway.get("/metrics").response().body()).contains("asked " + i + ".0");
      }
    }
  }

  private double slow() {
    mostAtOnce.accumulateAndGet(running.incrementAndGet(), Math::max);
    if (Context.isOnEventLoopThread()) {
      onAnEventLoop.incrementAndGet();
      goesOn.countDown(); // else nothing would
    }
    begun.countDown();
    try {
      goesOn.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    running.decrementAndGet();
    return 1;
  }
}
