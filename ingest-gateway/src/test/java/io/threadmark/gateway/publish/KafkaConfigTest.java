package io.threadmark.gateway.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.threadmark.schema.settings.Settings;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

class KafkaConfigTest {
  private static final Settings SETTINGS =
      Settings.of(
          Map.of(
              "kafka.bootstrap.servers", "a:1",
              "kafka.linger.ms", "7",
              "kafka.value.serializer", "some.Serializer",
              "kafka.security.protocol", "SSL",
              "kafka.some.plugin", "x",
              "gateway.inflight.bytes", "1000000000"));

  @Test
  void the_user_has_the_last_word_but_for_the_serializers() {
    assertThat(KafkaConfig.producer(SETTINGS))
        .containsEntry("bootstrap.servers", "a:1")
        .containsEntry("acks", "all")
        .containsEntry("linger.ms", "7")
        .containsEntry("security.protocol", "SSL")
        .containsEntry("some.plugin", "x")
        .doesNotContainKeys("value.serializer", "partitioner.ignore.keys");
  }

  @Test
  void the_buffer_holds_more_than_may_be_in_hand() {
    assertThat((long) KafkaConfig.producer(SETTINGS).get(ProducerConfig.BUFFER_MEMORY_CONFIG))
        .isGreaterThan(1_000_000_000);
  }

  @Test
  void a_thread_that_serves_connections_never_waits_in_send() {
    assertThat(KafkaConfig.producer(SETTINGS))
        .containsEntry("max.block.ms", 0)
        .containsEntry("metadata.recovery.strategy", "none");
  }

  @Test
  void the_admin_gets_what_concerns_it() {
    assertThat(KafkaConfig.admin(SETTINGS))
        .containsEntry("bootstrap.servers", "a:1")
        .containsEntry("security.protocol", "SSL")
        .containsEntry("some.plugin", "x")
        .doesNotContainKeys("linger.ms", "value.serializer");
  }

  @Test
  void the_brokers_must_be_named() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KafkaConfig.producer(Settings.of(Map.of())))
        .withMessageContaining("THREADMARK_KAFKA_BOOTSTRAP_SERVERS is not set");
  }
}
