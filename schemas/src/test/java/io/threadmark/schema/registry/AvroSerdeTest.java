package io.threadmark.schema.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadmark.schema.Content;
import io.threadmark.schema.Ingest;
import io.threadmark.schema.Message;
import io.threadmark.schema.Stamp;
import io.threadmark.schema.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AvroSerdeTest {
  private static final String TOPIC = Topics.MESSAGES.name();
  private static FakeRegistry forProperties;

  private FakeRegistry registry;
  private AvroSerializer serializer;
  private AvroDeserializer deserializer;

  @BeforeContainer
  static void startForProperties() throws IOException {
    forProperties = new FakeRegistry();
  }

  @AfterContainer
  static void stopForProperties() {
    forProperties.close();
  }

  @BeforeEach
  void start() throws IOException {
    registry = new FakeRegistry();
    configure(registry);
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Property(tries = 200)
  void whatIsWrittenIsRead(@ForAll String text, @ForAll Map<String, String> tags) {
    if (serializer == null) {
      configure(forProperties);
    }
    Message message = message(text.codePoints().anyMatch(AvroSerdeTest::isSurrogate) ? "" : text);
    tags.keySet().removeIf(key -> key.codePoints().anyMatch(AvroSerdeTest::isSurrogate));
    tags.replaceAll((k, v) -> v.codePoints().anyMatch(AvroSerdeTest::isSurrogate) ? "" : v);
    message.setTags(tags);
    assertThat(deserializer.deserialize(TOPIC, serializer.serialize(TOPIC, message)))
        .isEqualTo(message);
  }

  @Test
  void bytesAreInConfluentsWireFormat() {
    byte[] bytes = serializer.serialize(TOPIC, message("hello"));
    assertThat(Arrays.copyOf(bytes, 5)).containsExactly(0, 0, 0, 0, 1);
    assertThat(registry.requests().get(0))
        .isEqualTo("POST /base/subjects/threadmark.messages-value/versions Basic bWU6d29yZA==");
  }

  @Test
  void theRegistryIsAskedOnce() {
    for (int i = 0; i < 10; i++) {
      deserializer.deserialize(TOPIC, serializer.serialize(TOPIC, message("m" + i)));
    }
    assertThat(registry.requests()).hasSize(2);
  }

  @Test
  void aTombstoneStaysOne() {
    assertThat(serializer.serialize(TOPIC, null)).isNull();
    assertThat(deserializer.deserialize(TOPIC, null)).isNull();
  }

  @Test
  void knownSchemasGoOnWhileTheRegistryIsAway() {
    byte[] bytes = serializer.serialize(TOPIC, message("before"));
    deserializer.deserialize(TOPIC, bytes);
    registry.close();
    assertThat(deserializer.deserialize(TOPIC, serializer.serialize(TOPIC, message("after"))))
        .isEqualTo(message("after"));
  }

  @Test
  void aRegistryThatIsAwayOrFailsMayBeAskedAgain() {
    registry.failWith = 500;
    assertThatThrownBy(() -> serializer.serialize(TOPIC, message("x")))
        .isInstanceOf(RegistryUnavailableException.class);
    registry.failWith = 0;
    assertThat(serializer.serialize(TOPIC, message("x"))).isNotNull();
    registry.close();
    assertThatThrownBy(() -> deserializer.deserialize(TOPIC, new byte[] {0, 0, 0, 0, 9, 0}))
        .isInstanceOf(RegistryUnavailableException.class);
  }

  @Test
  void aRefusalSaysWhy() {
    registry.failWith = 409;
    assertThatThrownBy(() -> serializer.serialize(TOPIC, message("x")))
        .isInstanceOfSatisfying(
            RegistryRefusedException.class, e -> assertThat(e.status()).isEqualTo(409))
        .hasMessageContaining("told to");
  }

  @Test
  void twoProcessesMaySetOneLevelAtOnce() {
    registry.anotherIsFaster = true;
    SchemaRegistry client = new SchemaRegistry(registry.config());
    client.setCompatibility("s-value", SchemaRegistry.FULL_TRANSITIVE);
    client.setCompatibility("s-value", SchemaRegistry.FULL_TRANSITIVE);
    assertThat(registry.levels)
        .containsExactly(Map.entry("/base/config/s-value", "FULL_TRANSITIVE"));
    assertThat(registry.requests().stream().filter(request -> request.startsWith("PUT")))
        .hasSize(1);
  }

  @Test
  void whatIsNoRecordIsRefused() {
    byte[] good = serializer.serialize(TOPIC, message("hello"));
    assertUnreadable(new byte[0]);
    assertUnreadable(new byte[] {1, 0, 0, 0, 1});
    assertUnreadable("{\"json\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertUnreadable(Arrays.copyOf(good, good.length - 1));
    assertUnreadable(Arrays.copyOf(good, good.length + 1));
    // A length of two billion bytes in a record of ten.
    assertUnreadable(new byte[] {0, 0, 0, 0, 1, -2, -1, -1, -1, 14});
    byte[] unknown = good.clone();
    unknown[4] = 99;
    assertThatThrownBy(() -> deserializer.deserialize(TOPIC, unknown))
        .isInstanceOfSatisfying(
            RegistryRefusedException.class, e -> assertThat(e.status()).isEqualTo(404));
  }

  private void assertUnreadable(byte[] bytes) {
    assertThatThrownBy(() -> deserializer.deserialize(TOPIC, bytes))
        .isInstanceOf(SerializationException.class)
        .isNotInstanceOf(RegistryRefusedException.class);
  }

  private void configure(FakeRegistry with) {
    serializer = new AvroSerializer();
    serializer.configure(with.config(), false);
    deserializer = new AvroDeserializer();
    deserializer.configure(with.config(), false);
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= 0xD800 && codePoint <= 0xDFFF;
  }

  private static Message message(String text) {
    Instant time = Instant.parse("2026-01-01T00:00:00.123456Z");
    return Message.newBuilder()
        .setProjectId("acme")
        .setThreadId("th")
        .setMessageId("m")
        .setStamp(new Stamp(time, 1L, ByteBuffer.wrap(new byte[] {1})))
        .setContent(new Content(text, null))
        .setIngest(new Ingest(time, "http"))
        .build();
  }
}
