package io.threadmark.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.schema.Topic;
import io.threadmark.schema.Topics;
import io.threadmark.schema.registry.ValueSerdes;
import io.threadmark.schema.settings.Settings;
import io.threadmark.testkit.FaultyRegistry;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Confluent's serializer and ours write the same bytes, and each reads what the other wrote. */
@ExtendWith(Cluster.Shared.class)
class ConfluentSerdeIT {
  private static final int RECORDS = 100;
  private static final long SEED = 7;

  private Serializer<SpecificRecord> theirs;
  private Serializer<SpecificRecord> ours;
  private Deserializer<SpecificRecord> theirReader;
  private Deserializer<SpecificRecord> ourReader;

  @BeforeEach
  void fresh(Cluster cluster) throws Exception {
    theirs = Confluent.serializer(cluster.registry());
    ours = Ours.serializer(cluster.registry());
    theirReader = Confluent.deserializer(cluster.registry());
    ourReader = Ours.deserializer(cluster.registry());
  }

  static Stream<Topic> topics() {
    return Topics.all().stream().filter(topic -> !topic.internal());
  }

  @ParameterizedTest
  @MethodSource("topics")
  void theyGiveASchemaTheIdThatWeRegistered(Topic topic) {
    String subject = "ours-first-" + UUID.randomUUID();
    SpecificRecord record = RandomRecords.of(topic, 1, SEED).get(0);
    int registered = id(ours.serialize(subject, record));
    assertThat(id(theirs.serialize(subject, record))).isEqualTo(registered);
  }

  @ParameterizedTest
  @MethodSource("topics")
  void weGiveASchemaTheIdThatTheyRegistered(Topic topic) {
    String subject = "theirs-first-" + UUID.randomUUID();
    SpecificRecord record = RandomRecords.of(topic, 1, SEED).get(0);
    int registered = id(theirs.serialize(subject, record));
    assertThat(id(ours.serialize(subject, record))).isEqualTo(registered);
  }

  @ParameterizedTest
  @MethodSource("topics")
  void eachReadsWhatTheOtherWrote(Topic topic) {
    String name = "both-" + UUID.randomUUID();
    List<SpecificRecord> records = RandomRecords.of(topic, RECORDS, SEED);
    assertThat(records).hasSize(RECORDS);
    for (SpecificRecord record : records) {
      byte[] bytes = ours.serialize(name, record);
      assertThat(theirs.serialize(name, record)).isEqualTo(bytes);
      assertSame(record, theirReader.deserialize(name, bytes), bytes, name);
      assertSame(record, ourReader.deserialize(name, bytes), bytes, name);
    }
    assertThat(theirs.serialize(name, null)).isNull();
    assertThat(theirReader.deserialize(name, null)).isNull();
  }

  @Test
  void ourSettingOfTheRegistrysPasswordIsTheirs(Cluster cluster) throws Exception {
    try (FaultyRegistry registry = new FaultyRegistry(cluster.registry())) {
      Settings settings =
          Settings.of(
              Map.of(
                  "schema.registry.url",
                  registry.url(),
                  "schema.registry.basic.auth.user.info",
                  "me:word",
                  "kafka.value.serializer",
                  Confluent.SERIALIZER));
      ValueSerdes.serializer(settings)
          .serialize("password", RandomRecords.of(Topics.TRACES, 1, SEED).get(0));
      assertThat(registry.authorizations()).containsExactly("Basic bWU6d29yZA==");
    }
  }

  /** By text and by bytes: Avro itself cannot compare lists of records that have times. */
  private void assertSame(SpecificRecord written, SpecificRecord read, byte[] bytes, String name) {
    assertThat(read).hasSameClassAs(written).hasToString(written.toString());
    assertThat(ours.serialize(name, read)).isEqualTo(bytes);
  }

  private static int id(byte[] bytes) {
    assertThat(bytes[0]).isZero();
    return ByteBuffer.wrap(bytes).getInt(1);
  }
}
