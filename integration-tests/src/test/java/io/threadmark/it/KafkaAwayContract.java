package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.gateway.Gateway;
import io.threadmark.processor.Processor;
import io.threadmark.schema.settings.Settings;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import io.threadmark.testkit.BreakableKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What holds while the one broker is away: the gateway stays, says why it is not ready, answers 503
 * in bounded time and holds a bounded number of bytes. What it has acknowledged is there, once.
 * When the broker is back, it goes on by itself.
 */
@Alone
@ExtendWith(SharedRegistry.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class KafkaAwayContract {
  private static final int CLIENTS = 32;
  private static final Duration PACE = Duration.ofMillis(250);

  private BreakableKafka kafka;
  private Processor processor;
  private Gateway gateway;
  private Api api;

  /**
   * A broker that has not been started yet, and whose address is known already.
   *
   * @param folder an empty one for what it may keep
   */
  abstract BreakableKafka newBroker(Path folder);

  @BeforeAll
  void start(@TempDir Path data, @TempDir Path state) {
    kafka = newBroker(data);
    kafka.start();
    ApplicationTopics.create(kafka.bootstrapServers(), FaultSettings.PARTITIONS);
    Settings settings = FaultSettings.of(kafka.bootstrapServers());
    processor = Processor.start(settings.with(Map.of("processor.state.dir", state.toString())));
    String processorUrl = "http://127.0.0.1:" + processor.port();
    gateway =
        Gateway.start(
            settings.with(FaultSettings.ofProducer()).with(Map.of("processor.url", processorUrl)));
    api = new Api("http://127.0.0.1:" + gateway.port());
    awaitReady(api);
    awaitReady(new Api(processorUrl));
  }

  @AfterAll
  void stop() throws Exception {
    for (AutoCloseable part : Arrays.asList(gateway, processor, kafka)) {
      if (part != null) {
        part.close();
      }
    }
  }

  @Test
  void aGatewayThatStartsFirstConnectsWhenKafkaComes(@TempDir Path data) throws Exception {
    try (BreakableKafka late = newBroker(data)) {
      Settings settings =
          FaultSettings.of(late.bootstrapServers()).with(FaultSettings.ofProducer());
      try (Gateway early = Gateway.start(settings)) {
        Api api = new Api("http://127.0.0.1:" + early.port());
        awaitReason(api, "Kafka does not answer");
        assertThat(api.get("/livez").status()).isEqualTo(200);
        try (Load load = new Load(api, 4, PACE)) {
          Await.until("posts are refused", () -> load.refused() >= 8);
          late.start();
          awaitReason(api, "topic threadmark.traces is missing");
          ApplicationTopics.create(late.bootstrapServers(), FaultSettings.PARTITIONS);
          awaitReady(api);
          load.finish();
          load.assertAnsweredWithin(FaultSettings.ANSWERED_WITHIN);
          load.assertStored(StoredMessages.copies(late.bootstrapServers()));
        }
      }
    }
  }

  @Test
  void nothingIsLostWhenTheBrokerIsKilled() throws Exception {
    loadWhile(kafka::kill, this::awaitItIsSaid, kafka::start);
  }

  @Test
  void nothingIsLostWhenTheBrokerIsRestarted() throws Exception {
    loadWhile(kafka::stop, () -> {}, kafka::start);
  }

  @Test
  void nothingIsLostWhenTheBrokerHangs() throws Exception {
    loadWhile(kafka::pause, this::awaitItIsSaid, kafka::resume);
  }

  private void awaitItIsSaid() {
    awaitReason(api, "Kafka does not answer");
  }

  private void loadWhile(Runnable breaking, Runnable meanwhile, Runnable mending) throws Exception {
    try (Load load = new Load(api, CLIENTS, PACE)) {
      Await.until("requests are acknowledged", () -> load.acknowledged() > CLIENTS);
      breaking.run();
      Await.until("posts are refused", () -> bounded() && load.refused() > CLIENTS);
      assertThat(api.get("/livez").status()).isEqualTo(200);
      meanwhile.run();
      int before = load.acknowledged();
      mending.run();
      Await.until(
          "requests are acknowledged again",
          () -> bounded() && load.acknowledged() > before + CLIENTS);
      awaitReady(api);
      load.finish();
      load.assertAnsweredWithin(FaultSettings.ANSWERED_WITHIN);
      load.assertStored(StoredMessages.copies(kafka.bootstrapServers()));
      load.requests().forEach(this::assertShownOnce);
      assertThat(GatewayMetrics.inFlightBytes(api)).isZero();
    }
  }

  private boolean bounded() {
    assertThat(GatewayMetrics.inFlightBytes(api))
        .isBetween(0.0, 0.0 + FaultSettings.IN_FLIGHT_LIMIT);
    return true;
  }

  private void assertShownOnce(Load.Request request) {
    Await.until(
        "the thread shows its messages",
        () -> {
          Api.Answer answer = api.get("/api/v1/threads/" + request.threadId());
          return answer.status() == 200
              && answer.json().get("message_count").asInt() == request.messageIds().size()
              && ids(answer).equals(request.messageIds());
        });
  }

  private static List<String> ids(Api.Answer thread) {
    return StreamSupport.stream(thread.json().get("messages").spliterator(), false)
        .map(message -> message.get("message_id").asText())
        .sorted()
        .toList();
  }

  private static void awaitReason(Api gateway, String reason) {
    Await.until(
        "the gateway says: " + reason,
        () -> {
          Api.Answer answer = gateway.get("/readyz");
          return answer.status() == 503 && answer.json().get("reasons").toString().contains(reason);
        });
  }

  private static void awaitReady(Api role) {
    Await.until("it is ready", () -> role.get("/readyz").status() == 200);
  }
}
