package io.threadmark.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.schema.Key;
import io.threadmark.schema.LabeledThread;
import io.threadmark.schema.Topics;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import io.threadmark.testkit.Distribution;
import io.threadmark.testkit.FaultyRegistry;
import io.threadmark.testkit.FreePort;
import io.threadmark.testkit.RoleProcess;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both roles, started by {@code bin/threadmark} as an operator would, with Confluent's serializer
 * and deserializer in place of ours.
 */
@ExtendWith(Cluster.Shared.class)
class ConfluentDropInIT {
  private static final int WRONG_SETTING = 2;

  private final String project = "drop-in-" + UUID.randomUUID();

  @Test
  void aPostBecomesALabeledThread(Cluster cluster, @TempDir Path folder) throws Exception {
    Distribution.install(folder);
    int gatewayPort = FreePort.any();
    int processorPort = FreePort.any();
    try (FaultyRegistry registry = new FaultyRegistry(cluster.registry())) {
      Map<String, String> settings = new HashMap<>(confluent(cluster, registry.url()));
      settings.put("extra.classpath", Confluent.jars().toString());
      settings.put("java.opts", "-Xmx256m -XX:+UseSerialGC");
      settings.put("processor.url", "http://127.0.0.1:" + processorPort);
      settings.put("processor.state.dir", folder.resolve("state").toString());
      settings.put("processor.application.id", project);
      try (RoleProcess processor = RoleProcess.start(folder, "processor", processorPort, settings);
          RoleProcess gateway = RoleProcess.start(folder, "gateway", gatewayPort, settings)) {
        Api api = new Api(gateway.url()).in(project);
        processor.awaitReady();
        gateway.awaitReady();
        writeARecordThatClaimsTwoGigabytes(cluster);
        api.postEvents(Samples.conversation("th")).expect(202);
        Await.until(
            "the thread has its feedback",
            () -> api.get("/api/v1/threads/th").json().path("feedback_count").asInt() == 3);
        JsonNode thread = api.get("/api/v1/threads/th").expect(200).json();
        assertThat(thread.at("/messages/0/content").asText()).isEqualTo("Où est 我的 🍵?");
        Await.until("the thread is on its topic", () -> isLabeled(cluster));
      }
      // Only Confluent's client asks so: the parts really ran on it.
      assertThat(registry.requests())
          .anyMatch(
              it ->
                  it.matches(
                      "POST /subjects/threadmark.traces-value/versions\\?.*normalize=false.*"))
          .anyMatch(
              it -> it.matches("POST /subjects/threadmark.labeled-threads-value/versions\\?.*"))
          .anyMatch(
              it -> it.matches("GET /schemas/ids/\\d+\\?.*subject=threadmark.feedback-value.*"));
    }
  }

  @Test
  void aMissingClassIsToldByTheNameOfItsSetting(Cluster cluster, @TempDir Path folder)
      throws Exception {
    Distribution.install(folder);
    Map<String, String> settings = confluent(cluster, cluster.registry());
    try (RoleProcess gateway = RoleProcess.start(folder, "gateway", FreePort.any(), settings)) {
      assertThat(gateway.awaitEnd()).isEqualTo(WRONG_SETTING);
      assertThat(gateway.log()).contains("THREADMARK_KAFKA_VALUE_SERIALIZER", Confluent.SERIALIZER);
    }
  }

  private static Map<String, String> confluent(Cluster cluster, String registry) {
    return Map.of(
        "kafka.bootstrap.servers",
        cluster.kafka(),
        "schema.registry.url",
        registry,
        "topics.partitions",
        Integer.toString(Cluster.PARTITIONS),
        "topics.replicas",
        "1",
        "kafka.value.serializer",
        Confluent.SERIALIZER,
        "kafka.value.deserializer",
        Confluent.DESERIALIZER);
  }

  /** Memory for it must not be had on its word; the processor would end. */
  private void writeARecordThatClaimsTwoGigabytes(Cluster cluster) throws InterruptedException {
    byte[] trace =
        Ours.serializer(cluster.registry())
            .serialize(Topics.TRACES.name(), RandomRecords.of(Topics.TRACES, 1, 1).get(0));
    try (TopicBytes topics = new TopicBytes(cluster.kafka())) {
      topics.write(
          Topics.TRACES,
          Key.trace(project, "t").bytes(),
          Malformed.claimingLength(trace, Integer.MAX_VALUE - 16));
    }
  }

  private boolean isLabeled(Cluster cluster) {
    var ours = Ours.deserializer(cluster.registry());
    try (TopicBytes topics = new TopicBytes(cluster.kafka())) {
      return topics.read(Topics.LABELED_THREADS).stream()
          .map(record -> (LabeledThread) ours.deserialize(record.topic(), record.value()))
          .anyMatch(
              thread ->
                  thread != null
                      && thread.getProjectId().equals(project)
                      && thread.getFeedback().size() == 3
                      && thread.getMessages().size() == 2
                      && thread.getTraces().size() == 1);
    }
  }
}
