package io.threadmark.schema.project;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.schema.Key;
import io.threadmark.schema.Project;
import io.threadmark.schema.Topics;
import io.threadmark.schema.registry.AvroDeserializer;
import io.threadmark.schema.registry.RegistryUnavailableException;
import io.threadmark.schema.settings.ReadingConsumer;
import io.threadmark.schema.settings.Settings;
import io.threadmark.testkit.Await;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Following the topic of settings, with a consumer that is told what to find. */
@Timeout(60)
class ProjectsTopicTest {
  private static final TopicPartition PARTITION = new TopicPartition(Topics.PROJECTS.name(), 0);
  private static final Duration ACCEPTED_CLOSE = Duration.ofSeconds(5);

  private final Map<String, SpecificRecord> records = new HashMap<>();
  private final AtomicInteger away = new AtomicInteger();
  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private volatile MockConsumer<byte[], byte[]> next;
  private ProjectsTopic projects;
  private long offset;

  /** As in every process a deserializer comes before Avro, whose limits it sets for all. */
  @BeforeAll
  @SuppressWarnings("resource")
  static void setLimits() {
    assertThat(new AvroDeserializer()).isNotNull();
  }

  @AfterEach
  void close() {
    if (projects != null) {
      projects.close();
    }
  }

  @Test
  void everyProjectHasTheDefaultsOfItsSchemaAtFirst() {
    Project unset = Projects.UNSET.of("p");

    assertThat(unset.getProjectId()).isEqualTo("p");
    assertThat(unset.getAcceptUnknownNames()).isTrue();
    assertThat(unset.getMinuteTtlDays()).isEqualTo(7);
    assertThat(unset.getRetentionDays()).isNull();
    assertThat(Projects.UNSET.mayForget()).isFalse();
  }

  @Test
  void anEmptyTopicIsReadAtOnceAndNeedsNoRegistry() {
    away.set(Integer.MAX_VALUE);
    begin(0);

    awaitKnown();
    assertThat(projects.of("p")).isEqualTo(Projects.UNSET.of("p"));
    assertThat(projects.mayForget()).isFalse();
  }

  @Test
  void settingsAreKnownOnceAllThatWasThereIsRead() {
    begin(2);
    assertThat(projects.problems()).containsExactly("the settings of projects are not read yet");
    put("p", 30);
    Await.until("it has read on", () -> position() == 1);
    assertThat(projects.problems()).isNotEmpty();
    assertThat(projects.of("p").getRetentionDays()).isNull();

    put("p", 60);
    awaitKnown();
    assertThat(projects.of("p").getRetentionDays()).isEqualTo(60);
    assertThat(projects.mayForget()).isTrue();
    assertThat(projects.of("q").getRetentionDays()).isNull();
  }

  @Test
  void aRecordWithoutAValueBringsTheDefaultsBack() {
    begin(0);
    put("p", 30);
    Await.until("it may forget", projects::mayForget);

    add(Key.settings("p").bytes(), null);
    Await.until("the settings have gone", () -> projects.of("p").getRetentionDays() == null);
    Await.until("it has forgotten", () -> !projects.mayForget());
  }

  @Test
  void whatNobodyCanReadIsPassedOverAndCounted() {
    begin(0);
    add(bytes("no key"), bytes("p"));
    add(null, bytes("p"));
    add(Key.thread("p", "h").bytes(), bytes("p"));
    add(Key.settings("p").bytes(), bytes("nonsense"));
    put("q", 7, Key.settings("p").bytes());
    put("p", 30);

    Await.until("the settings are there", () -> projects.of("p").getRetentionDays() != null);
    assertThat(projects.unreadable()).isEqualTo(5);
    assertThat(projects.of("q").getRetentionDays()).isNull();
  }

  @Test
  void aRegistryThatIsAwayIsWaitedFor() {
    away.set(2);
    begin(1);
    put("p", 30);

    Await.until(
        "it says that it waits for the registry",
        () -> projects.problems().toString().contains("registry"));
    awaitKnown();
    assertThat(projects.of("p").getRetentionDays()).isEqualTo(30);
    assertThat(projects.unreadable()).isZero();
  }

  @Test
  void whoeverWaitsForSettingsIsToldWhenTheyCome() throws Exception {
    begin(0);
    awaitKnown();
    CompletableFuture<Void> first = projects.seen(settings("p", 30));
    CompletableFuture<Void> never = projects.seen(settings("p", 31));
    put("p", 30);

    first.get(10, TimeUnit.SECONDS);
    assertThat(projects.of("p").getRetentionDays()).isEqualTo(30);
    assertThat(projects.seen(settings("p", 30))).isDone();
    assertThat(never).isNotDone();
  }

  @Test
  void afterAFailureAllIsReadAnewAndWhatWasKnownHoldsMeanwhile() {
    begin(0);
    put("p", 30);
    Await.until("it may forget", projects::mayForget);
    MockConsumer<byte[], byte[]> second = consumer(1);
    next = second;
    consumer.setPollException(new KafkaException("not allowed"));

    Await.until("another consumer follows the topic", () -> !second.assignment().isEmpty());
    assertThat(projects.problems()).isEmpty();
    assertThat(projects.of("p").getRetentionDays()).isEqualTo(30);
    second.addRecord(record(0, Key.settings("q").bytes(), encoded(settings("q", 7))));
    Await.until("the settings have gone", () -> projects.of("p").getRetentionDays() == null);
    assertThat(projects.of("q").getRetentionDays()).isEqualTo(7);
  }

  @Test
  void itClosesQuicklyWhileTheRegistryHangs() {
    away.set(Integer.MAX_VALUE);
    begin(1);
    put("p", 30);
    Await.until(
        "it says that it waits for the registry",
        () -> projects.problems().toString().contains("registry"));

    long start = System.nanoTime();
    projects.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(ACCEPTED_CLOSE);
    Await.until("the consumer is closed", consumer::closed);
  }

  @Test
  void theConsumerIsInNoGroupAndTakesOverWhatIsNotAProducersAlone() {
    Map<String, Object> config =
        ReadingConsumer.config(
            Settings.of(
                Map.of(
                    "kafka.bootstrap.servers", "b:9092",
                    "kafka.group.id", "g",
                    "kafka.linger.ms", "5",
                    "kafka.isolation.level", "read_uncommitted",
                    "kafka.security.protocol", "SSL")),
            "threadmark-projects");

    assertThat(config)
        .containsEntry("bootstrap.servers", "b:9092")
        .containsEntry("security.protocol", "SSL")
        .containsEntry(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
        .doesNotContainKeys("group.id", "linger.ms");
  }

  private void begin(long end) {
    next = prepared(consumer, end);
    projects =
        ProjectsTopic.follow(
            () -> next,
            new Deserializer<>() {
              @Override
              public SpecificRecord deserialize(String topic, byte[] value) {
                if (away.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                  throw new RegistryUnavailableException("the registry is away", null);
                }
                SpecificRecord found = records.get(new String(value, StandardCharsets.UTF_8));
                if (found == null) {
                  throw new SerializationException("nonsense");
                }
                return found;
              }
            });
    Await.until("the consumer follows the topic", () -> !consumer.assignment().isEmpty());
  }

  private static MockConsumer<byte[], byte[]> consumer(long end) {
    return prepared(new MockConsumer<>("earliest"), end);
  }

  private static MockConsumer<byte[], byte[]> prepared(
      MockConsumer<byte[], byte[]> consumer, long end) {
    Node node = new Node(0, "b", 9092);
    Node[] nodes = {node};
    consumer.updatePartitions(
        PARTITION.topic(), List.of(new PartitionInfo(PARTITION.topic(), 0, node, nodes, nodes)));
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer.updateEndOffsets(Map.of(PARTITION, end));
    return consumer;
  }

  private void put(String project, int retentionDays) {
    put(project, retentionDays, Key.settings(project).bytes());
  }

  private void put(String project, int retentionDays, byte[] key) {
    add(key, encoded(settings(project, retentionDays)));
  }

  private void add(byte[] key, byte[] value) {
    consumer.addRecord(record(offset++, key, value));
  }

  private byte[] encoded(Project settings) {
    String name = settings.toString();
    synchronized (records) {
      records.put(name, settings);
    }
    return bytes(name);
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset, byte[] key, byte[] value) {
    return new ConsumerRecord<>(PARTITION.topic(), 0, offset, key, value);
  }

  private static Project settings(String project, int retentionDays) {
    Project settings = Projects.UNSET.of(project);
    settings.setUpdatedAt(Instant.parse("2026-01-01T00:00:00Z"));
    settings.setRetentionDays(retentionDays);
    return settings;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private long position() {
    return consumer.position(PARTITION);
  }

  private void awaitKnown() {
    Await.until("the settings are known", () -> projects.problems().isEmpty());
  }
}
