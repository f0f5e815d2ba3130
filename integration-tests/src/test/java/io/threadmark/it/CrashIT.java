package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.it.CrashLedger.Whole;
import io.threadmark.schema.registry.ValueSerdes;
import io.threadmark.schema.settings.Settings;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import io.threadmark.testkit.BrokerProcess;
import io.threadmark.testkit.Distribution;
import io.threadmark.testkit.FreePort;
import io.threadmark.testkit.RoleProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Parts of the system are killed, paused and started again while events come in. After each fault a
 * ledger, which shares no code with the product, is held against the topic and the queries: nothing
 * acknowledged is lost, nothing is there twice, nothing refused is stored.
 *
 * <p>The short form is part of every build. {@code -Dthreadmark.crashes=full} is the whole one.
 */
@ExtendWith(SharedRegistry.class)
class CrashIT {
  private static final boolean FULL = "full".equals(System.getProperty("threadmark.crashes"));
  private static final int CLIENTS = 4;
  private static final int BATCH = 50;

  /** Of a session in its group, so that a killed member is missed soon. */
  private static final long SESSION_MS = 6_000;

  private static final long TRANSACTION_MS = 10_000;

  /** What happens to the system. */
  private enum Fault {
    PROCESSOR_KILLED,
    PROCESSOR_KILLED_AGAIN_WHILE_IT_RESTORES,
    PROCESSOR_KILLED_WHILE_FEEDBACK_MOVES,
    PROCESSOR_KILLED_WHILE_IT_ERASES,
    PROCESSOR_PAUSED_PAST_ITS_TRANSACTION,
    GATEWAY_KILLED,
    BROKER_KILLED
  }

  /**
   * How much of everything.
   *
   * @param before turns of conversations that are there before the first fault
   * @param turns turns that are under way at each fault
   * @param padding characters of text in each event
   * @param moving pieces of feedback that move at once
   */
  private record Form(
      List<Fault> faults, int before, int turns, int threads, int padding, int moving) {
    static Form chosen() {
      if (!FULL) {
        return new Form(
            List.of(
                Fault.PROCESSOR_KILLED,
                Fault.PROCESSOR_KILLED_WHILE_FEEDBACK_MOVES,
                Fault.PROCESSOR_KILLED_WHILE_IT_ERASES,
                Fault.GATEWAY_KILLED),
            0,
            400,
            20,
            1_000,
            3_000);
      }
      List<Fault> faults = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        faults.add(Fault.PROCESSOR_KILLED);
      }
      for (int i = 0; i < 5; i++) {
        faults.addAll(Arrays.asList(Fault.values()));
      }
      // More than 16 MB in each store of each partition, so that a store is wiped and restored; and
      // so many threads that none outgrows what a labeled thread carries.
      return new Form(faults, 2_500, 60, 150, 16_000, 100_000);
    }
  }

  private final Form form = Form.chosen();
  private final Random random = new Random(11);
  private final CrashLedger ledger = new CrashLedger(12, form.threads(), form.padding());
  private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicInteger tries = new AtomicInteger();

  @TempDir private Path folder;
  private BrokerProcess broker;
  private RoleProcess gateway;
  private RoleProcess processor;
  private Map<String, String> settings;
  private NewestValues<Optional<Whole>> subscriber;
  private int gatewayPort;
  private int processorPort;
  private String erasure;

  @Test
  void whateverCrashesTheOutcomeIsThatOfTheLedger() throws Exception {
    try (BrokerProcess kafka = new BrokerProcess(Files.createDirectory(folder.resolve("kafka")))) {
      broker = kafka;
      start();
      post(ledger.more(form.before(), BATCH)).forEach(CrashIT::done);
      int number = 0;
      for (Fault fault : form.faults()) {
        strike(fault, ++number);
      }
      System.out.printf(
          Locale.ROOT,
          "crashes: %d faults, %,d turns, %,d requests acknowledged in %,d tries, %,d MiB of state%n",
          number,
          ledger.turns(),
          acknowledged.get(),
          tries.get(),
          stateBytes() / 1024 / 1024);
    } finally {
      clients.shutdownNow();
      if (subscriber != null) {
        subscriber.close();
      }
      for (RoleProcess role : Stream.of(gateway, processor).filter(r -> r != null).toList()) {
        role.kill();
      }
    }
  }

  private void start() throws Exception {
    broker.start();
    ApplicationTopics.create(broker.bootstrapServers(), 2);
    Distribution.install(folder);
    gatewayPort = FreePort.any();
    processorPort = FreePort.any();
    settings = new HashMap<>();
    settings.put("kafka.bootstrap.servers", broker.bootstrapServers());
    settings.put("schema.registry.url", SharedRegistry.url());
    settings.put("topics.partitions", "2");
    settings.put("topics.replicas", "1");
    settings.put("processor.url", "http://127.0.0.1:" + processorPort);
    settings.put("processor.state.dir", folder.resolve("state").toString());
    startProcessor();
    startGateway();
    subscriber =
        NewestValues.labeledThreads(
            broker.bootstrapServers(),
            ValueSerdes.deserializer(
                Settings.of(Map.of("schema.registry.url", SharedRegistry.url()))),
            CrashLedger::of);
  }

  private void startProcessor() {
    Map<String, String> own = new HashMap<>(settings);
    own.put("kafka.session.timeout.ms", Long.toString(SESSION_MS));
    own.put("kafka.heartbeat.interval.ms", "1000");
    own.put("kafka.producer.transaction.timeout.ms", Long.toString(TRANSACTION_MS));
    processor = RoleProcess.start(folder, "processor", processorPort, own);
  }

  private void startGateway() {
    gateway = RoleProcess.start(folder, "gateway", gatewayPort, settings).awaitReady();
  }

  private void strike(Fault fault, int number) throws Exception {
    String mover = "big" + number;
    boolean hasMuch =
        fault == Fault.PROCESSOR_KILLED_WHILE_FEEDBACK_MOVES
            || fault == Fault.PROCESSOR_KILLED_WHILE_IT_ERASES;
    if (hasMuch) {
      post(ledger.muchFeedback(form.moving(), mover, BATCH * 10)).forEach(CrashIT::done);
      awaitCount("from-" + mover, form.moving());
    }
    List<Future<?>> load = post(ledger.more(form.turns(), BATCH));
    int before = acknowledged.get();
    int some = random.nextInt(form.turns() * 3 / BATCH / 2);
    Await.until("some of the load is acknowledged", () -> acknowledged.get() >= before + some);
    long start = System.nanoTime();
    strike(fault, mover);
    load.forEach(CrashIT::done);
    check();
    if (fault == Fault.PROCESSOR_KILLED_WHILE_FEEDBACK_MOVES) {
      awaitCount("to-" + mover, form.moving());
      awaitGone("from-" + mover);
    } else if (fault == Fault.PROCESSOR_KILLED_WHILE_IT_ERASES) {
      checkErased(mover);
    }
    System.out.printf(
        Locale.ROOT,
        "crashes: %d of %d, %s, whole again after %.1f s%n",
        number,
        form.faults().size(),
        fault,
        Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0);
  }

  private void strike(Fault fault, String mover) throws Exception {
    switch (fault) {
      case PROCESSOR_KILLED -> {
        processor.kill();
        startProcessor();
      }
      case PROCESSOR_KILLED_AGAIN_WHILE_IT_RESTORES -> {
        processor.kill();
        delete(folder.resolve("state"));
        startProcessor();
        Await.until("it restores", () -> stateBytes() > 1024 * 1024);
        processor.kill();
        startProcessor();
      }
      case PROCESSOR_KILLED_WHILE_FEEDBACK_MOVES -> {
        post(List.of(ledger.move(mover))).forEach(CrashIT::done);
        awaitAnyOf("to-" + mover);
        processor.kill();
        startProcessor();
      }
      case PROCESSOR_KILLED_WHILE_IT_ERASES -> {
        Api.Answer accepted = api().delete("/api/v1/threads/from-" + mover);
        assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
        erasure = "/api/v1/erasures/" + accepted.json().get("erasure_id").asText();
        Await.until("some is erased", () -> feedbackCount("from-" + mover) < form.moving());
        processor.kill();
        startProcessor();
      }
      case PROCESSOR_PAUSED_PAST_ITS_TRANSACTION -> {
        processor.pause();
        TimeUnit.MILLISECONDS.sleep(TRANSACTION_MS + SESSION_MS); // the fault itself
        processor.resume();
      }
      case GATEWAY_KILLED -> {
        gateway.kill();
        startGateway();
      }
      case BROKER_KILLED -> {
        broker.kill();
        broker.start();
      }
    }
  }

  /** Posts requests, each again and again until it is acknowledged. */
  private List<Future<?>> post(List<String> batches) {
    Queue<String> waiting = new ConcurrentLinkedQueue<>(batches);
    List<Future<?>> posting = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      posting.add(
          clients.submit(
              () -> {
                for (String batch = waiting.poll(); batch != null; batch = waiting.poll()) {
                  String body = batch;
                  Await.until("a batch is acknowledged", () -> isAcknowledged(body));
                  acknowledged.incrementAndGet();
                }
              }));
    }
    return posting;
  }

  private boolean isAcknowledged(String body) {
    tries.incrementAndGet();
    Api.Answer answer = api().postEvents(body);
    if (answer.status() != 503) {
      assertThat(answer.status()).as(answer.text()).isIn(202, 207);
      answer
          .json()
          .get("rejected")
          .forEach(
              rejected -> assertThat(rejected.get("code").asText()).isEqualTo("missing_target"));
    }
    return answer.status() != 503;
  }

  private void check() {
    Map<String, Whole> expected = ledger.labeled();
    Await.until(
        "the topic is as the ledger says",
        () -> CrashLedger.ofTurns(subscriber.read()).equals(expected),
        () -> assertThat(CrashLedger.ofTurns(subscriber.read())).isEqualTo(expected));
    for (String id : some(ledger.pending())) {
      assertState(id, "PENDING");
    }
    for (String id : some(ledger.retracted())) {
      assertState(id, "RETRACTED");
    }
    for (String id : some(ledger.refused())) {
      assertThat(api().get("/api/v1/feedback/" + id).status()).as(id).isEqualTo(404);
    }
    ledger
        .labeled()
        .forEach(
            (key, thread) -> {
              String id = key.substring(key.lastIndexOf('/') + 1);
              Api.Answer answer = api().get("/api/v1/threads/" + id + "?page_size=1");
              assertThat(answer.status()).as(answer.text()).isEqualTo(200);
              assertThat(answer.json().get("message_count").asInt())
                  .isEqualTo(thread.messages().size());
              assertThat(answer.json().get("trace_count").asInt())
                  .isEqualTo(thread.traces().size());
              assertThat(answer.json().get("feedback_count").asInt())
                  .isEqualTo(thread.feedback().size());
            });
  }

  private void assertState(String feedbackId, String state) {
    Api.Answer answer = api().get("/api/v1/feedback/" + feedbackId);
    assertThat(answer.json().get("state").asText()).as(answer.text()).isEqualTo(state);
  }

  private void awaitCount(String threadId, int count) {
    Await.untilReached("pieces in " + threadId, count, () -> (long) feedbackCount(threadId));
  }

  /** Nothing is left of the thread, and each piece of it was erased once. */
  private void checkErased(String mover) {
    Await.untilReached(
        "pieces erased",
        form.moving(),
        () -> api().get(erasure).json().get("erased").get("feedback").asLong());
    Await.until(
        "the erasure is done",
        () -> api().get(erasure).json().get("state").asText().equals("DONE"),
        () -> assertThat(api().get(erasure).text()).contains("DONE"));
    assertThat(api().get(erasure).json().get("erased").toString())
        .isEqualTo(
            "{\"threads\":1,\"traces\":1,\"messages\":0,\"feedback\":" + form.moving() + "}");
    assertThat(api().get("/api/v1/threads/from-" + mover).status()).isEqualTo(404);
    assertThat(api().get("/api/v1/traces/" + mover).status()).isEqualTo(404);
    for (int i = 0; i < form.moving(); i += form.moving() / 20) {
      String path = "/api/v1/feedback/" + CrashLedger.pieceOf(mover, i);
      assertThat(api().get(path).status()).as(path).isEqualTo(404);
    }
  }

  private void awaitGone(String threadId) {
    awaitCount(threadId, 0);
    String path = "/api/v1/threads/" + threadId + "?page_size=1";
    Await.until(
        "nothing is left in " + threadId,
        () -> api().get(path).status() == 404,
        () -> assertThat(api().get(path).status()).as(api().get(path).text()).isEqualTo(404));
  }

  private void awaitAnyOf(String threadId) {
    Await.until("some feedback has come to " + threadId, () -> feedbackCount(threadId) > 0);
  }

  private int feedbackCount(String threadId) {
    Api.Answer answer = api().get("/api/v1/threads/" + threadId + "?page_size=1");
    if (answer.status() == 404) {
      return 0;
    }
    assertAnswered(answer);
    return answer.json().get("feedback_count").asInt();
  }

  /** Nothing is known from an answer that only says that its query has to wait. */
  private static void assertAnswered(Api.Answer answer) {
    if (answer.status() == 503) {
      throw new IllegalStateException(answer.text());
    }
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  private List<String> some(java.util.Collection<String> ids) {
    List<String> all = new ArrayList<>(ids);
    java.util.Collections.shuffle(all, random);
    return all.subList(0, Math.min(20, all.size()));
  }

  private Api api() {
    return new Api("http://127.0.0.1:" + gatewayPort);
  }

  private long stateBytes() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("state"))) {
      return files.mapToLong(file -> file.toFile().isFile() ? file.toFile().length() : 0).sum();
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static void done(Future<?> task) {
    try {
      task.get();
    } catch (java.util.concurrent.ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
