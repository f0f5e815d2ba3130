package io.threadmark.processor;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.threadmark.schema.settings.Settings;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessorTest {

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
  void withoutASecretItListensOnLoopbackOnly(String host) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Processor.start(settings(host, "")))
        .withMessageContaining("THREADMARK_PROCESSOR_HOST is " + host)
        .withMessageContaining("THREADMARK_INTERNAL_SECRET");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost"})
  void onLoopbackItNeedsNone(String host) {
    // What it misses comes later: where Kafka is.
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Processor.start(settings(host, "")))
        .withMessageContaining("THREADMARK_KAFKA_BOOTSTRAP_SERVERS");
  }

  @Test
  void withASecretItListensWhereItIsTold() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Processor.start(settings("0.0.0.0", "0123456789".repeat(4))))
        .withMessageContaining("THREADMARK_KAFKA_BOOTSTRAP_SERVERS");
  }

  private static Settings settings(String host, String secret) {
    Map<String, String> settings = new HashMap<>();
    settings.put("processor.host", host);
    settings.put("processor.port", "0");
    settings.put("internal.secret", secret);
    return Settings.of(settings);
  }
}
