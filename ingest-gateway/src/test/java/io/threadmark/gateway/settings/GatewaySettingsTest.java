package io.threadmark.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.threadmark.gateway.Gateway;
import io.threadmark.schema.settings.Settings;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewaySettingsTest {

  @Test
  void processors_are_addresses_between_commas() {
    assertThat(
            Settings.of(Map.of("processor.url", "http://a:1, http://b/"))
                .get(GatewaySettings.PROCESSOR_URL))
        .containsExactly(URI.create("http://a:1"), URI.create("http://b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a:1", "https://a", "http://", "http://a/path", "http://a,,http://b"})
  void what_is_no_address_is_a_clear_error(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Settings.of(Map.of("processor.url", text)).get(GatewaySettings.PROCESSOR_URL))
        .withMessageContaining("THREADMARK_PROCESSOR_URL");
  }

  @Test
  void a_gateway_does_not_start_without_kafka_or_registry() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Gateway.start(Settings.of(Map.of("schema.registry.url", "http://x"))))
        .withMessageContaining("THREADMARK_KAFKA_BOOTSTRAP_SERVERS is not set");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Gateway.start(Settings.of(Map.of("kafka.bootstrap.servers", "127.0.0.1:1"))))
        .withMessageContaining("THREADMARK_SCHEMA_REGISTRY_URL is not set");
  }

  @Test
  void what_kafkas_client_refuses_is_told() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Gateway.start(
                    Settings.of(
                        Map.of(
                            "kafka.bootstrap.servers", "127.0.0.1:1",
                            "schema.registry.url", "http://127.0.0.1:1",
                            "kafka.linger.ms", "soon"))))
        .withMessageContaining("linger.ms");
  }
}
