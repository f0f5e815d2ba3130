package io.threadmark.schema.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  private static final Setting<Long> PORT = Setting.whole("gateway.port", 8080, 0, 65_535, "port");
  private static final Setting<String> URL = Setting.text("processor.url", null, "address");

  @Test
  void theEnvironmentStandsOverTheFileAndTheFileOverTheDefault(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("threadmark.properties");
    Files.writeString(file, "gateway.port=1\nkafka.acks=all\nprocessor.url=http://a\n");
    Settings settings =
        Settings.fromEnvironment(
            Map.of(
                "THREADMARK_CONFIG", file.toString(),
                "THREADMARK_GATEWAY_PORT", "2",
                "PATH", "/bin"));
    assertThat(settings.get(PORT)).isEqualTo(2);
    assertThat(settings.get(URL)).isEqualTo("http://a");
    assertThat(Settings.of(Map.of()).get(PORT)).isEqualTo(8080);
  }

  @Test
  void everyKafkaSettingIsReachable() {
    Settings settings =
        Settings.fromEnvironment(Map.of("THREADMARK_KAFKA_SASL_JAAS_CONFIG", "x y"));
    assertThat(settings.under("kafka")).containsExactly(Map.entry("sasl.jaas.config", "x y"));
  }

  @Test
  void aWrongSettingIsNamed() {
    Settings settings = Settings.of(Map.of("gateway.port", "many"));
    assertThatThrownBy(() -> settings.get(PORT))
        .hasMessage("THREADMARK_GATEWAY_PORT must be a whole number from 0 to 65535, not 'many'");
    assertThatThrownBy(() -> settings.get(URL))
        .hasMessage("THREADMARK_PROCESSOR_URL is not set: address");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> Settings.fromEnvironment(Map.of("THREADMARK_CONFIG", "/no/such/file")))
        .hasMessageContaining("/no/such/file");
  }
}
