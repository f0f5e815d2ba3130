package io.threadmark.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.threadmark.schema.Topics;
import io.threadmark.schema.registry.RegistryFailure;
import io.threadmark.testkit.FaultyRegistry;
import io.threadmark.testkit.FreePort;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever fails in our deserializer or in Confluent's is understood for what it is. */
@ExtendWith(Cluster.Shared.class)
class RegistryFailureIT {
  private static final String TOPIC = Topics.TRACES.name();
  private static final int NO_SUCH_ID = 1_000_000;

  private enum Who {
    OURS {
      @Override
      Deserializer<SpecificRecord> deserializer(String registry) {
        return Ours.deserializer(registry);
      }
    },
    THEIRS {
      @Override
      Deserializer<SpecificRecord> deserializer(String registry) throws Exception {
        return Confluent.deserializer(registry);
      }
    };

    abstract Deserializer<SpecificRecord> deserializer(String registry) throws Exception;
  }

  private FaultyRegistry registry;

  @BeforeEach
  void start(Cluster cluster) {
    registry = new FaultyRegistry(cluster.registry());
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @ParameterizedTest
  @EnumSource(Who.class)
  void aRegistryThatIsAwayMayBeAskedAgain(Who who) throws Exception {
    Deserializer<SpecificRecord> deserializer = who.deserializer(registry.url());
    byte[] record = trace();
    registry.goAway();
    assertThat(failure(deserializer, record)).isEqualTo(RegistryFailure.AWAY);
    for (int status : new int[] {408, 429, 500, 501, 502, 503, 504, 520}) {
      registry.failWith(status);
      assertThat(failure(deserializer, record)).as("%s", status).isEqualTo(RegistryFailure.AWAY);
    }
    registry.answerAll(503, "<html>a proxy's own words</html>");
    assertThat(failure(deserializer, record)).isEqualTo(RegistryFailure.AWAY);
    registry.answerAll(200, "<html>a page to log in</html>");
    assertThat(failure(deserializer, record)).isEqualTo(RegistryFailure.AWAY);
    registry.recover();
    assertThat(deserializer.deserialize(TOPIC, record)).isNotNull();
  }

  @ParameterizedTest
  @EnumSource(Who.class)
  void aRegistryThatIsNotThereMayBeAskedAgain(Who who) throws Exception {
    byte[] record = trace();
    assertThat(failure(who.deserializer("http://127.0.0.1:" + FreePort.any()), record))
        .isEqualTo(RegistryFailure.AWAY);
    assertThat(failure(who.deserializer("http://no-such-host.invalid"), record))
        .isEqualTo(RegistryFailure.AWAY);
  }

  @ParameterizedTest
  @EnumSource(Who.class)
  void aRefusalIsNotTheRecordsFault(Who who) throws Exception {
    Deserializer<SpecificRecord> deserializer = who.deserializer(registry.url());
    byte[] record = trace();
    for (int status : new int[] {400, 401, 403, 405, 422}) {
      registry.failWith(status);
      assertThat(failure(deserializer, record)).as("%s", status).isEqualTo(RegistryFailure.REFUSES);
    }
  }

  @ParameterizedTest
  @EnumSource(Who.class)
  void anIdThatTheRegistryDoesNotKnowIsAnUnknownSchema(Who who) throws Exception {
    Deserializer<SpecificRecord> deserializer = who.deserializer(registry.url());
    for (int id : new int[] {NO_SUCH_ID, Integer.MAX_VALUE, 0, -1}) {
      assertThat(failure(deserializer, withId(id)))
          .as("%s", id)
          .isEqualTo(RegistryFailure.UNKNOWN_SCHEMA);
    }
  }

  @ParameterizedTest
  @EnumSource(Who.class)
  void bytesThatAreNoRecordAreTheRecordsFault(Who who) throws Exception {
    Deserializer<SpecificRecord> deserializer = who.deserializer(registry.url());
    byte[] record = trace();
    for (int length = 0; length < record.length; length++) {
      assertThat(failure(deserializer, Arrays.copyOf(record, length)))
          .as("the first %s bytes", length)
          .isEqualTo(RegistryFailure.OF_THE_RECORD);
    }
    assertThat(failure(deserializer, "{\"json\":true}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(RegistryFailure.OF_THE_RECORD);
    assertThat(failure(deserializer, Malformed.claimingLength(record, Integer.MAX_VALUE - 16)))
        .isEqualTo(RegistryFailure.OF_THE_RECORD);
    assertThat(failure(deserializer, Malformed.claimingLength(record, -2)))
        .isEqualTo(RegistryFailure.OF_THE_RECORD);
  }

  @ParameterizedTest
  @EnumSource(Who.class)
  void aSchemaThatIsNoneOfOursIsTheRecordsFault(Who who, Cluster cluster) throws Exception {
    Deserializer<SpecificRecord> deserializer = who.deserializer(registry.url());
    for (String schema :
        new String[] {
          "{\"schema\":\"\\\"string\\\"\"}",
          "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"Nobodys\\\",\\\"fields\\\":[]}\"}",
          "{\"schemaType\":\"JSON\",\"schema\":\"{\\\"$schema\\\":\\\"http://json-schema.org/draft-07/schema#\\\",\\\"type\\\":\\\"object\\\"}\"}",
          "{\"schemaType\":\"PROTOBUF\",\"schema\":\"syntax = \\\"proto3\\\"; message M { string s = 1; }\"}"
        }) {
      int id = Schemas.register(cluster.registry(), "foreign", schema);
      assertThat(failure(deserializer, withId(id)))
          .as(schema)
          .isEqualTo(RegistryFailure.OF_THE_RECORD);
    }
  }

  /** What a deserializer's failure on these bytes is taken for. */
  private static RegistryFailure failure(Deserializer<SpecificRecord> deserializer, byte[] bytes) {
    RuntimeException failure =
        catchThrowableOfType(RuntimeException.class, () -> deserialize(deserializer, bytes));
    assertThat(failure).isNotNull();
    return RegistryFailure.of(failure);
  }

  /** As the processor calls it: a record of Avro is wanted, and nothing else will do. */
  private static SpecificRecord deserialize(
      Deserializer<SpecificRecord> deserializer, byte[] bytes) {
    return deserializer.deserialize(TOPIC, bytes);
  }

  private byte[] trace() {
    return Ours.serializer(registry.url())
        .serialize(TOPIC, RandomRecords.of(Topics.TRACES, 1, 1).get(0));
  }

  private static byte[] withId(int id) {
    return ByteBuffer.allocate(9).put((byte) 0).putInt(id).put(new byte[] {4, 'a', 'b', 0}).array();
  }
}
