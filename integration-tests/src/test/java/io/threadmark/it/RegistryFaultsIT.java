package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.gateway.Gateway;
import io.threadmark.processor.Processor;
import io.threadmark.schema.DeadLetter;
import io.threadmark.schema.Topics;
import io.threadmark.schema.registry.ValueSerdes;
import io.threadmark.schema.settings.Settings;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import io.threadmark.testkit.FaultyRegistry;
import io.threadmark.testkit.SchemaRegistryProcess;
import io.threadmark.testkit.TopicReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The registry is away, slow or failing: nothing is lost, and nothing is called unreadable. */
class RegistryFaultsIT {
  private static final int PARTITIONS = 2;

  private static SchemaRegistryProcess real;
  private static EmbeddedKafka kafka;

  @TempDir private Path folder;
  private final String run = UUID.randomUUID().toString();
  private final List<AutoCloseable> running = new ArrayList<>();
  private FaultyRegistry registry;
  private Settings settings;
  private Processor processor;
  private Gateway gateway;
  private int lettersBefore;

  @BeforeAll
  static void startParts() {
    real = new SchemaRegistryProcess();
    kafka = new EmbeddedKafka();
    ApplicationTopics.create(kafka.bootstrapServers(), PARTITIONS);
  }

  @AfterAll
  static void stopParts() {
    kafka.close();
    real.close();
  }

  @BeforeEach
  void start() throws Exception {
    registry = kept(new FaultyRegistry(real.url()));
    settings =
        Settings.of(
            Map.of(
                "kafka.bootstrap.servers",
                kafka.bootstrapServers(),
                "schema.registry.url",
                registry.url(),
                "topics.partitions",
                Integer.toString(PARTITIONS),
                "topics.replicas",
                "1",
                "processor.port",
                "0",
                "gateway.port",
                "0"));
    lettersBefore = allDeadLetters().size();
  }

  @AfterEach
  void stop() throws Exception {
    for (int i = running.size() - 1; i >= 0; i--) {
      running.get(i).close();
    }
  }

  @Test
  void aRegistryThatIsAwayAtTheStartIsWaitedForAndThenAllGoesOn() {
    registry.goAway();
    startGateway();
    startProcessor("a");
    for (Api server : List.of(gateway(), processor())) {
      Api.Answer ready =
          Await.untilPresent(
              "it says that the registry is away",
              () -> {
                Api.Answer answer = server.get("/readyz");
                return answer.text().contains("registry") ? answer : null;
              });
      assertThat(ready.status()).isEqualTo(503);
      assertThat(server.get("/livez").status()).isEqualTo(200);
    }
    Api.Answer refused = gateway().post("/api/v1/traces", "{\"trace_id\":\"t1\"}");
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.raw().headers().firstValue("Retry-After")).isPresent();

    registry.failWith(500);
    assertThat(gateway().get("/readyz").status()).isEqualTo(503);

    registry.slowDown();
    awaitReady();
    assertJoined("after");
    assertThat(deadLetters()).isEmpty();
  }

  @Test
  void aRegistryThatGoesAwayLaterIsNotMissed() {
    startGateway();
    startProcessor("a");
    awaitReady();
    assertJoined("before");
    registry.goAway();
    assertJoined("while-it-is-away");
    registry.failWith(500);
    assertJoined("while-it-fails");
    assertThat(deadLetters()).isEmpty();
  }

  @Test
  void aProcessorThatStartsWithoutTheRegistryAnswersQueriesAndNewEventsWait() {
    startGateway();
    // Leaves a thread that the next one is to publish as soon as it can.
    settings = settings.with(Map.of("processor.publish.interval.ms", "60000"));
    startProcessor("a");
    awaitReady();
    assertJoined("before");
    awaitAllRead("before");
    processor.close();
    settings = settings.with(Map.of("processor.publish.interval.ms", "500"));

    registry.goAway();
    startProcessor("a");
    // What it knows is told without the registry. An event that comes before all stores are
    // restored
    // would hold up those that are not.
    Await.until(
        "the stores are restored, and it waits for the registry alone",
        () -> {
          String ready = processor().get("/readyz").text();
          return ready.contains("schema registry") && !ready.contains("the topology is");
        });
    assertThat(processor().get("/api/v1/feedback/f-before-" + run).status()).isEqualTo(200);

    // The gateway knows its schemas; the processor has to learn them, and waits.
    gateway().postEvents(joined("during")).expect(202);
    assertThat(processor().get("/api/v1/feedback/f-during-" + run).status()).isEqualTo(404);

    registry.recover();
    Await.until("what waited is joined", () -> isMatched("during"));
    assertThat(deadLetters()).isEmpty();
  }

  @Test
  void aSchemaThatTheRegistryDoesNotKnowIsADeadLetterAndTheRestGoesOn() throws Exception {
    startGateway();
    startProcessor("a");
    awaitReady();
    byte[] key = "default/t/t-stray".getBytes(StandardCharsets.UTF_8);
    byte[] value = {0, 0, 1, 1, 1, 2, 3};
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < PARTITIONS; i++) {
        producer.send(new ProducerRecord<>(Topics.TRACES.name(), i, key, value)).get();
      }
    }
    Await.until("both are dead letters", () -> deadLetters().size() == PARTITIONS);
    assertThat(deadLetters())
        .extracting(DeadLetter::getReason)
        .containsExactlyInAnyOrder("unknown_schema", "wrong_partition");
    assertThat(deadLetters())
        .allSatisfy(
            letter -> {
              assertThat(letter.getTopic()).isEqualTo(Topics.TRACES.name());
              assertThat(letter.getKey().array()).isEqualTo(key);
              assertThat(letter.getValue().array()).isEqualTo(value);
            });
    assertJoined("after");
  }

  private void assertJoined(String name) {
    gateway().postEvents(joined(name)).expect(202);
    Await.until("the feedback is joined", () -> isMatched(name));
  }

  /** Waits until the message and the title of {@link #joined} have come, too. */
  private void awaitAllRead(String name) {
    Await.until(
        "every event is read",
        () -> {
          String thread = processor().get("/api/v1/threads/th").text();
          return thread.contains("\"m-" + name + "-" + run + "\"")
              && thread.contains("\"title\":\"" + name + "-" + run + "\"");
        });
  }

  private boolean isMatched(String name) {
    return processor()
        .get("/api/v1/feedback/f-" + name + "-" + run)
        .text()
        .contains("\"state\":\"MATCHED\"");
  }

  private String joined(String name) {
    return """
        {"type":"feedback","feedback_id":"f-%1$s","client_request_id":"r-%1$s","value":true}
        {"type":"trace","trace_id":"t-%1$s","client_request_id":"r-%1$s","thread_id":"th"}
        {"type":"message","thread_id":"th","message_id":"m-%1$s","role":"user","content":"%1$s"}
        {"type":"thread","thread_id":"th","title":"%1$s"}
        """
        .formatted(name + "-" + run);
  }

  private void startProcessor(String state) {
    processor =
        kept(
            Processor.start(
                settings.with(Map.of("processor.state.dir", folder.resolve(state).toString()))));
  }

  private void startGateway() {
    gateway = kept(Gateway.start(settings));
  }

  private void awaitReady() {
    Await.until("the gateway is ready", () -> gateway().get("/readyz").status() == 200);
    Await.until("the processor is ready", () -> processor().get("/readyz").status() == 200);
  }

  private Api gateway() {
    return new Api("http://127.0.0.1:" + gateway.port());
  }

  private Api processor() {
    return new Api("http://127.0.0.1:" + processor.port());
  }

  private String bootstrapServers() {
    return settings.under("kafka").get("bootstrap.servers");
  }

  /** Those of this test. */
  private List<DeadLetter> deadLetters() {
    List<DeadLetter> all = allDeadLetters();
    return all.subList(lettersBefore, all.size());
  }

  private List<DeadLetter> allDeadLetters() {
    Deserializer<SpecificRecord> deserializer =
        ValueSerdes.deserializer(settings.with(Map.of("schema.registry.url", real.url())));
    try (TopicReader<SpecificRecord> reader =
        new TopicReader<>(bootstrapServers(), Topics.DEAD_LETTERS.name(), deserializer)) {
      return reader.readOn().stream().map(record -> (DeadLetter) record.value()).toList();
    }
  }

  private <T extends AutoCloseable> T kept(T part) {
    running.add(part);
    return part;
  }
}
