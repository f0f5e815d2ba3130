package io.threadmark.it;

import static io.threadmark.it.WrongRequest.EVENTS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.it.Wire.Answer;
import io.threadmark.it.Wire.Request;
import io.threadmark.testkit.Await;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Bombs and giants from many connections: memory is given back, and others are served meanwhile.
 */
@Alone
@ExtendWith(SharedThreadmark.class)
class AbuseIT {
  private static final int CONNECTIONS = 8;
  private static final int REQUESTS = 208;
  private static final int FIRST_REQUESTS = 48;
  private static final int MIB = 1024 * 1024;
  private static final long MORE_HEAP = 48L * MIB;

  private final String project = "abuse-" + UUID.randomUUID();
  private final String base = SharedThreadmark.threadmark().gatewayUrl();

  @Test
  void memoryIsGivenBackAndOthersAreServed() throws Exception {
    List<Supplier<Answer>> abuse = abuse();
    abuse.forEach(kind -> assertRefused(kind.get())); // what is loaded once is no leak
    strike(abuse, FIRST_REQUESTS); // nor is what many at once take for good
    long before = usedHeap();
    assertThat(strike(abuse, REQUESTS)).as("served meanwhile").isGreaterThan(3);
    Await.until(
        "the heap is as it was",
        () -> usedHeap() < before + MORE_HEAP,
        () -> assertThat(usedHeap()).isLessThan(before + MORE_HEAP));
  }

  /** Sends abuse from many connections; returns how often another one was served meanwhile. */
  private int strike(List<Supplier<Answer>> abuse, int requests) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger probes = new AtomicInteger();
    ExecutorService clients = Executors.newFixedThreadPool(CONNECTIONS + 1);
    try {
      Future<?> probing = clients.submit(() -> probe(over, probes));
      List<Future<Answer>> answers = new ArrayList<>();
      for (int i = 0; i < requests; i++) {
        answers.add(clients.submit(abuse.get(i % abuse.size())::get));
      }
      for (Future<Answer> answer : answers) {
        assertRefused(answer.get());
      }
      over.set(true);
      probing.get();
    } finally {
      over.set(true);
      clients.shutdown();
    }
    Await.until(
        "nothing is in hand",
        () -> GatewayMetrics.inFlightBytes(SharedThreadmark.threadmark().api()) == 0);
    return probes.get();
  }

  /** Together they hold less than the gateway lets in, so that it need not say 503 to anyone. */
  private List<Supplier<Answer>> abuse() {
    byte[] gzip = Packed.gzipBomb(100);
    byte[] deflate = Packed.deflateBomb(100);
    byte[] zstd = Packed.zstdBomb(100);
    byte[] large = event("\"" + "x".repeat(11 * MIB) + "\"");
    byte[] twoMib = event("\"" + "x".repeat(2 * MIB) + "\"");
    byte[] dense = event("[" + "{\"\":0},".repeat(140_000) + "{}],\"colour\":1");
    byte[] numbers = event("1".repeat(1_000_000));
    byte[] garbage = "0\n".repeat(20_000).getBytes(UTF_8);
    return List.of(
        () -> post(gzip).with("Content-Encoding", "gzip").to(base),
        () -> post(deflate).with("Content-Encoding", "deflate").to(base),
        () -> post(zstd).with("Content-Encoding", "zstd").to(base),
        () -> post(large).to(base),
        () -> post(large).chunkedTo(base),
        () -> post(twoMib).to(base),
        () -> post(dense).to(base),
        () -> post(numbers).to(base),
        () -> post("[".repeat(MIB).getBytes(UTF_8)).to(base),
        () -> post(garbage).with("Content-Type", "application/x-ndjson").to(base));
  }

  private static byte[] event(String input) {
    return ("{\"type\":\"trace\",\"trace_id\":\"bad\",\"input\":" + input + "}").getBytes(UTF_8);
  }

  private Request post(byte[] body) {
    return Request.post(EVENTS, body).in(project);
  }

  private static void assertRefused(Answer answer) {
    assertThat(answer.status).as(answer.toString()).isIn(400, 413, 422);
  }

  /** Posts a sound event and reads it, again and again. */
  private Void probe(AtomicBoolean over, AtomicInteger probes) {
    while (!over.get()) {
      String id = "probe-" + probes.incrementAndGet();
      String event =
          "{\"type\":\"feedback\",\"feedback_id\":\""
              + id
              + "\",\"thread_id\":\"h\",\"value\":true}";
      Answer posted = Request.post(EVENTS, event).in(project).to(base);
      assertThat(posted.status).as(posted.toString()).isEqualTo(202);
      String receipt = posted.headers.firstValue("Threadmark-Receipt").orElseThrow();
      Answer found =
          Request.get("/api/v1/feedback/" + id + "?wait_for=" + receipt).in(project).to(base);
      assertThat(found.status).as(found.toString()).isEqualTo(200);
    }
    return null;
  }

  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
