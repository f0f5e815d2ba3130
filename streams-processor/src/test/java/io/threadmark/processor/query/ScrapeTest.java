package io.threadmark.processor.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ScrapeTest {
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();
  private final AtomicInteger onAnEventLoop = new AtomicInteger();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch goesOn = new CountDownLatch(1);
  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Vertx vertx = Vertx.vertx();
  private HttpServer server;

  @BeforeEach
  void start() {
    Router router = Router.router(vertx);
    router.get("/metrics").handler(new Scrape(metrics)::answer);
    server = vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").await();
    Gauge.builder("slow", this::slow).register(metrics);
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void metricsAreToldOffTheEventLoopAndOnceAtATime() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> scrapes = scrapes(20);
    begun.await();
    goesOn.countDown();
    for (CompletableFuture<HttpResponse<String>> scrape : scrapes) {
      assertThat(scrape.get().statusCode()).isEqualTo(200);
      assertThat(scrape.get().body()).contains("slow 1.0");
    }
    assertThat(mostAtOnce.get()).isEqualTo(1);
    assertThat(onAnEventLoop.get()).isZero();
  }

  @Test
  void whoAsksForMetricsBesideVeryManyIsTurnedAway() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> scrapes = scrapes(33);
    Object first = CompletableFuture.anyOf(scrapes.toArray(CompletableFuture[]::new)).get();
    assertThat(((HttpResponse<?>) first).statusCode()).isEqualTo(503);
    assertThat(((HttpResponse<?>) first).headers().firstValue("Retry-After")).contains("1");
    goesOn.countDown();
    for (CompletableFuture<HttpResponse<String>> scrape : scrapes) {
      scrape.get();
    }
    assertThat(scrapes(1).get(0).get().statusCode()).isEqualTo(200);
  }

  private List<CompletableFuture<HttpResponse<String>>> scrapes(int count) {
    URI uri = URI.create("http://127.0.0.1:" + server.actualPort() + "/metrics");
    return Stream.generate(
            () ->
                http.sendAsync(
                    HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString()))
        .limit(count)
        .toList();
  }

  private double slow() {
    mostAtOnce.accumulateAndGet(running.incrementAndGet(), Math::max);
    if (Context.isOnEventLoopThread()) {
      onAnEventLoop.incrementAndGet();
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
