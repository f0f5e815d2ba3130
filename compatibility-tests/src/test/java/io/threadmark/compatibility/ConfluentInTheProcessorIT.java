package io.threadmark.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.schema.DeadLetter;
import io.threadmark.schema.Ingest;
import io.threadmark.schema.Key;
import io.threadmark.schema.Stamp;
import io.threadmark.schema.Topics;
import io.threadmark.schema.Trace;
import io.threadmark.testkit.Await;
import io.threadmark.testkit.FaultyRegistry;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A processor with Confluent's deserializer takes its failures for what they are: what nobody can
 * read is a dead letter, and a registry that is away is waited for.
 */
@ExtendWith(Cluster.Shared.class)
class ConfluentInTheProcessorIT {
  private static FaultyRegistry registry;
  private static Roles roles;

  private final String project = "failures-" + UUID.randomUUID();

  @BeforeAll
  static void start(Cluster cluster) throws Exception {
    registry = new FaultyRegistry(cluster.registry());
    roles =
        new Roles(
            cluster,
            Map.of(
                "schema.registry.url",
                registry.url(),
                "schema.registry.max.retries",
                "0",
                "kafka.value.serializer",
                Confluent.SERIALIZER,
                "kafka.value.deserializer",
                Confluent.DESERIALIZER));
  }

  @AfterAll
  static void stop() {
    roles.close();
    registry.close();
  }

  @Test
  void whatCannotBeReadIsADeadLetterAndTheRestGoesOn(Cluster cluster) throws Exception {
    byte[] whole = Ours.serializer(cluster.registry()).serialize(Topics.TRACES.name(), trace("t"));
    byte[] unknown = whole.clone();
    ByteBuffer.wrap(unknown).putInt(1, 1_000_000);
    int json =
        Schemas.register(
            cluster.registry(),
            "json",
            "{\"schemaType\":\"JSON\",\"schema\":\"{\\\"$schema\\\":\\\"http://json-schema.org/draft-07/schema#\\\",\\\"type\\\":\\\"object\\\"}\"}");
    byte[] key = Key.trace(project, "t").bytes();
    try (TopicBytes topics = new TopicBytes(cluster.kafka())) {
      topics.write(Topics.TRACES, key, unknown);
      topics.write(Topics.TRACES, key, new byte[0]);
      topics.write(Topics.TRACES, key, java.util.Arrays.copyOf(whole, whole.length - 1));
      topics.write(Topics.TRACES, key, Malformed.claimingLength(whole, Integer.MAX_VALUE - 16));
      topics.write(Topics.TRACES, key, ByteBuffer.allocate(6).putInt(1, json).array());
      topics.write(Topics.TRACES, key, whole);
      Await.until("the whole one is read", () -> isThere("t"));
      // A query sees what is not committed yet, a reader of letters does not.
      Await.until("the letters are committed", () -> reasons(cluster, topics).size() >= 5);
      assertThat(reasons(cluster, topics))
          .containsExactly(
              "unknown_schema", "unreadable", "unreadable", "unreadable", "unreadable");
    }
  }

  @Test
  void aRecordWaitsForARegistryThatIsAway(Cluster cluster) throws Exception {
    byte[] record = ofAnotherVersion(cluster, trace("waits"));
    try (TopicBytes topics = new TopicBytes(cluster.kafka())) {
      registry.goAway();
      topics.write(Topics.TRACES, Key.trace(project, "waits").bytes(), record);
      awaitTwoRequests();
      for (int status : new int[] {500, 503, 520}) {
        registry.failWith(status);
        awaitTwoRequests();
      }
      assertThat(isThere("waits")).isFalse();
      registry.recover();
      Await.until("the record is read", () -> isThere("waits"));
      assertThat(reasons(cluster, topics)).isEmpty();
    } finally {
      registry.recover();
    }
  }

  private static void awaitTwoRequests() {
    int before = registry.requests().size();
    Await.until("it asks again", () -> registry.requests().size() >= before + 2);
  }

  private boolean isThere(String trace) throws Exception {
    return roles.api(project).get("/api/v1/traces/" + trace).status() == 200;
  }

  private List<String> reasons(Cluster cluster, TopicBytes topics) {
    var ours = Ours.deserializer(cluster.registry());
    return topics.read(Topics.DEAD_LETTERS).stream()
        .filter(record -> Key.parse(record.key()).project().equals(project))
        .map(record -> ((DeadLetter) ours.deserialize(record.topic(), record.value())).getReason())
        .map(String::valueOf)
        .toList();
  }

  private Trace trace(String id) {
    Instant time = Instant.parse("2026-01-01T00:00:00Z");
    return Trace.newBuilder()
        .setProjectId(project)
        .setTraceId(id)
        .setStamp(new Stamp(time, 0L, ByteBuffer.wrap(new byte[] {1})))
        .setIngest(new Ingest(time, "http"))
        .build();
  }

  /** A trace under a schema that nobody has asked the registry for yet. */
  private static byte[] ofAnotherVersion(Cluster cluster, Trace trace) throws Exception {
    Schema schema = new Schema.Parser().parse(trace.getSchema().toString());
    schema.addProp("version", UUID.randomUUID().toString());
    int id =
        Schemas.register(
            cluster.registry(),
            "another",
            new com.fasterxml.jackson.databind.ObjectMapper()
                .createObjectNode()
                .put("schema", schema.toString())
                .toString());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(0);
    bytes.write(ByteBuffer.allocate(4).putInt(id).array());
    var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    new GenericDatumWriter<>(schema, SpecificData.getForClass(Trace.class)).write(trace, encoder);
    return bytes.toByteArray();
  }
}
