package io.threadmark.processor.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadmark.processor.stage.Backoff;
import io.threadmark.schema.settings.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.LogAndContinueProcessingExceptionHandler;
import org.junit.jupiter.api.Test;

class StreamsPropertiesTest {
  private static final Map<String, String> BROKERS = Map.of("kafka.bootstrap.servers", "nowhere:1");

  @Test
  void noSettingMayCommitHalfOfWhatARecordChanges() {
    String handler = "kafka." + StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG;
    Settings settings =
        Settings.of(
            Map.of(
                "kafka.bootstrap.servers",
                "nowhere:1",
                handler,
                LogAndContinueProcessingExceptionHandler.class.getName()));
    assertThatThrownBy(() -> StreamsProperties.of(settings, "here:1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(handler + ":");
  }

  /** Nobody reads behind a dead thread's transaction before its end. */
  @Test
  void aDyingThreadWaitsForLessThanItsTransaction() {
    Properties config = StreamsProperties.of(Settings.of(BROKERS), "here:1");
    int transaction =
        (int) config.get(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG));
    Backoff pauses = ThreadDeaths.BACKOFF;
    assertThat(pauses.longest()).isLessThan(Duration.ofMillis(transaction / 2));
  }
}
