package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.schema.LabeledFeedback;
import io.threadmark.schema.LabeledMessage;
import io.threadmark.schema.LabeledThread;
import io.threadmark.schema.LabeledTrace;
import io.threadmark.schema.registry.ValueSerdes;
import io.threadmark.schema.settings.Settings;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import io.threadmark.testkit.DevStack;
import io.threadmark.testkit.Distribution;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole stack is killed in the middle of a load: what was acknowledged is there, once. */
class KillIT {
  private static final int THREADS = 100;
  private static final int TURNS = 25;
  private static final int EVENTS = THREADS * TURNS * 4;
  private static final int BATCH = 100;
  private static final Duration START = Duration.ofMinutes(2);

  @Test
  void everyAcknowledgedEventIsThereOnceAfterAKill(@TempDir Path folder) throws Exception {
    Distribution.install(folder);
    DevStack dev = new DevStack(Distribution.threadmark(folder).redirectErrorStream(true), folder);
    ExecutorService clients = Executors.newFixedThreadPool(4);
    try {
      dev.start(START);
      ConcurrentLinkedQueue<List<String>> batches = new ConcurrentLinkedQueue<>(batches());
      AtomicInteger acknowledged = new AtomicInteger();
      List<Future<?>> loads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        loads.add(clients.submit(() -> post(new Api(dev.url()), batches, acknowledged)));
      }
      Await.until("a third of the load is acknowledged", () -> acknowledged.get() > EVENTS / 3);
      dev.kill();
      assertThat(acknowledged.get()).as("killed during the load").isLessThan(EVENTS);
      dev.start(START);
      for (Future<?> load : loads) {
        load.get();
      }
      assertThat(acknowledged.get()).isEqualTo(EVENTS);
      checkTopic(dev);
      checkQueries(new Api(dev.url()));
    } finally {
      clients.shutdownNow();
      dev.close();
    }
  }

  /** Posts batches, each again and again with the same ids until it is acknowledged. */
  private static void post(
      Api api, ConcurrentLinkedQueue<List<String>> batches, AtomicInteger acknowledged) {
    for (List<String> batch = batches.poll(); batch != null; batch = batches.poll()) {
      String body = String.join("\n", batch);
      Await.until("a batch is acknowledged", () -> isAcknowledged(api, body));
      acknowledged.addAndGet(batch.size());
    }
  }

  private static boolean isAcknowledged(Api api, String body) {
    Api.Answer answer = api.postEvents(body);
    assertThat(answer.status()).as(answer.text()).isIn(202, 503);
    return answer.status() == 202;
  }

  private static List<List<String>> batches() {
    List<String> events = new ArrayList<>();
    for (int turn = 0; turn < TURNS; turn++) {
      for (int thread = 0; thread < THREADS; thread++) {
        String id = thread + "-" + turn;
        String time = "\"timestamp\":\"2026-01-01T00:%02d:%02dZ\"".formatted(turn, thread % 60);
        // Feedback ahead of its trace, by the application's own id.
        events.add(
            "{\"type\":\"feedback\",\"feedback_id\":\"f%1$s\",\"client_request_id\":\"r%1$s\",\"value\":true,%2$s}"
                .formatted(id, time));
        events.add(
            "{\"type\":\"message\",\"thread_id\":\"th%3$d\",\"message_id\":\"m%1$s\",\"role\":\"user\",\"content\":\"question %1$s\",%2$s}"
                .formatted(id, time, thread));
        events.add(
            "{\"type\":\"trace\",\"trace_id\":\"t%1$s\",\"client_request_id\":\"r%1$s\",\"thread_id\":\"th%3$d\",%2$s}"
                .formatted(id, time, thread));
        events.add(
            "{\"type\":\"message\",\"thread_id\":\"th%3$d\",\"message_id\":\"n%1$s\",\"role\":\"assistant\",\"content\":\"answer %1$s\",\"trace_id\":\"t%1$s\",%2$s}"
                .formatted(id, time, thread));
      }
    }
    List<List<String>> batches = new ArrayList<>();
    for (int from = 0; from < events.size(); from += BATCH) {
      batches.add(events.subList(from, Math.min(events.size(), from + BATCH)));
    }
    return batches;
  }

  private static void checkTopic(DevStack dev) throws Exception {
    Settings settings = Settings.of(Map.of("schema.registry.url", dev.endpoint("schema_registry")));
    try (NewestValues<LabeledThread> subscriber =
        NewestValues.labeledThreads(dev.endpoint("kafka"), ValueSerdes.deserializer(settings))) {
      Map<String, LabeledThread> threads = new TreeMap<>();
      Await.until(
          "every thread is whole on the topic",
          () -> {
            threads.putAll(subscriber.read());
            return threads.size() == THREADS
                && threads.values().stream()
                    .allMatch(
                        thread ->
                            thread.getMessageCount() == 2 * TURNS
                                && thread.getTraceCount() == TURNS
                                && thread.getFeedbackCount() == TURNS);
          });
      for (LabeledThread thread : threads.values()) {
        String number = thread.getThreadId().substring(2);
        Set<String> turns = new TreeSet<>();
        for (int turn = 0; turn < TURNS; turn++) {
          turns.add(number + "-" + turn);
        }
        assertOnce(thread.getTraces(), LabeledTrace::getTraceId, turns);
        assertOnce(thread.getFeedback(), LabeledFeedback::getFeedbackId, turns);
        for (String kind : List.of("m", "n")) {
          assertOnce(
              thread.getMessages().stream()
                  .filter(message -> message.getMessageId().startsWith(kind))
                  .toList(),
              LabeledMessage::getMessageId,
              turns);
        }
        assertThat(thread.getFeedback())
            .allSatisfy(
                feedback ->
                    assertThat(feedback.getTraceId().substring(1))
                        .isEqualTo(feedback.getFeedbackId().substring(1)));
      }
    }
  }

  private static <T> void assertOnce(List<T> items, Function<T, String> id, Set<String> turns) {
    assertThat(items).hasSize(turns.size());
    assertThat(items.stream().map(item -> id.apply(item).substring(1)).collect(Collectors.toSet()))
        .isEqualTo(turns);
  }

  private static void checkQueries(Api api) {
    for (int thread = 0; thread < THREADS; thread++) {
      Api.Answer answer = api.get("/api/v1/threads/th" + thread);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().get("messages")).hasSize(2 * TURNS);
      assertThat(answer.json().get("traces")).hasSize(TURNS);
      assertThat(answer.json().get("feedback")).hasSize(TURNS);
    }
  }
}
