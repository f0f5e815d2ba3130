package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.testkit.Api;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Clients that post messages, each request again and again with the same ids until it is
 * acknowledged, and keep account of every answer.
 */
final class Load implements AutoCloseable {
  private static final int MESSAGES = 5;
  private static final String FILLER = "x".repeat(200);

  /** No answer came: the connection was refused, or ended first. */
  static final int NONE = 0;

  /** What came of one try. */
  record Outcome(int status, String code, boolean saysWhenToRetry, Duration took) {}

  /** One request, a thread of its own, and what came of each try. */
  record Request(String threadId, List<String> messageIds, List<Outcome> outcomes) {
    boolean acknowledged() {
      return !outcomes.isEmpty() && outcomes.get(outcomes.size() - 1).status == 202;
    }

    /** Whether it was sent and no try was answered. */
    boolean neverAnswered() {
      return !outcomes.isEmpty() && outcomes.stream().allMatch(outcome -> outcome.status == NONE);
    }

    String[] ids() {
      return messageIds.toArray(String[]::new);
    }
  }

  private final Api api;
  private final ExecutorService clients;
  private final Duration pace;
  private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
  private final List<Future<?>> running = new ArrayList<>();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger unanswered = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();
  private final Phaser gate = new Phaser(1);
  private volatile boolean stopping;

  /** Clients that begin at once, each a request at a time with a pause between. */
  Load(Api api, int count, Duration pace) {
    this.api = api;
    this.pace = pace;
    clients = Executors.newFixedThreadPool(count);
    for (int i = 0; i < count; i++) {
      running.add(clients.submit(this::postUntilStopped));
    }
  }

  int acknowledged() {
    return acknowledged.get();
  }

  int refused() {
    return refused.get();
  }

  int unanswered() {
    return unanswered.get();
  }

  /** How many clients wait for an answer. */
  int waiting() {
    return waiting.get();
  }

  List<Request> requests() {
    return List.copyOf(requests);
  }

  /** Whoever got no answer waits until now before the request is sent again. */
  void releaseUnanswered() {
    gate.arriveAndDeregister();
  }

  /** Begins no more requests and waits until those begun are acknowledged. */
  void finish() throws Exception {
    stopping = true;
    for (Future<?> client : running) {
      client.get();
    }
    assertThat(requests()).allMatch(Request::acknowledged);
  }

  /**
   * Every answer was an acknowledgement, or said when to try again; and each came in time. Where
   * there was none, no one took the connection, or it was an old one that ended at the very moment
   * the request was sent (RFC 9112, section 9.5); that such a request is not stored is looked at
   * apart.
   */
  void assertAnsweredWithin(Duration bound) {
    assertThat(outcomes())
        .allSatisfy(
            outcome -> {
              assertThat(outcome.took()).isLessThan(bound);
              assertThat(outcome.status()).isIn(202, 503, NONE);
              if (outcome.status() == NONE) {
                assertThat(outcome.code())
                    .containsAnyOf("ConnectException", "received no bytes", "Connection reset");
              }
              if (outcome.status() == 503) {
                assertThat(outcome.code()).isIn("unavailable", "overloaded");
                assertThat(outcome.saysWhenToRetry()).isTrue();
              }
            });
  }

  private List<Outcome> outcomes() {
    return requests().stream().flatMap(request -> request.outcomes().stream()).toList();
  }

  /**
   * Everything acknowledged is stored. A message that was acknowledged at its first try is there
   * exactly once; one that was sent again, at most as often as it was sent.
   *
   * @param copies how often each message id is in Kafka
   */
  void assertStored(Map<String, Integer> copies) {
    for (Request request : requests()) {
      int tries = request.outcomes().size();
      for (String id : request.messageIds()) {
        assertThat(copies.getOrDefault(id, 0)).as("%s after %s", id, request).isBetween(1, tries);
      }
    }
  }

  @Override
  public void close() {
    clients.shutdownNow();
  }

  private Void postUntilStopped() throws InterruptedException {
    while (!stopping) {
      Request request = newRequest();
      requests.add(request);
      String body = body(request);
      while (!request.acknowledged()) {
        Outcome outcome = post(body);
        request.outcomes().add(outcome);
        count(outcome);
        if (outcome.status() == NONE) {
          gate.awaitAdvanceInterruptibly(0);
        }
        Thread.sleep(pace.toMillis());
      }
    }
    return null;
  }

  private Outcome post(String body) {
    long start = System.nanoTime();
    waiting.incrementAndGet();
    try {
      Api.Answer answer = api.post("/api/v1/messages", "application/x-ndjson", body);
      return new Outcome(
          answer.status(),
          answer.status() == 202 ? "" : answer.json().at("/error/code").asText(),
          answer.raw().headers().firstValue("Retry-After").isPresent(),
          Duration.ofNanos(System.nanoTime() - start));
    } catch (IllegalStateException e) {
      return new Outcome(NONE, e.toString(), false, Duration.ofNanos(System.nanoTime() - start));
    } finally {
      waiting.decrementAndGet();
    }
  }

  private void count(Outcome outcome) {
    switch (outcome.status()) {
      case 202 -> acknowledged.incrementAndGet();
      case NONE -> unanswered.incrementAndGet();
      default -> refused.incrementAndGet();
    }
  }

  private static Request newRequest() {
    String threadId = UUID.randomUUID().toString();
    List<String> ids =
        IntStream.range(0, MESSAGES).mapToObj(number -> threadId + "-" + number).toList();
    return new Request(threadId, ids, new CopyOnWriteArrayList<>());
  }

  private static String body(Request request) {
    return request.messageIds().stream()
        .map(
            id ->
                "{\"thread_id\":\"%s\",\"message_id\":\"%s\",\"role\":\"user\",\"content\":\"%s\",\"timestamp\":\"2026-01-01T00:00:00Z\"}"
                    .formatted(request.threadId(), id, FILLER))
        .collect(Collectors.joining("\n"));
  }
}
