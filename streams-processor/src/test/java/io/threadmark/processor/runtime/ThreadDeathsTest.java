package io.threadmark.processor.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.api.Test;

class ThreadDeathsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final ThreadDeaths deaths = new ThreadDeaths(metrics, Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void aThreadThatDiesIsReplacedAndCounted() {
    assertThat(deaths.newest()).isNull();
    assertThat(deaths.handle(new StreamsException("commit", new InvalidTxnStateException("no"))))
        .isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
    assertThat(deaths.handle(new IllegalStateException()))
        .isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
    assertThat(deaths.count()).isEqualTo(2);
    assertThat(metrics.counter("threadmark.processor.stream.threads.replaced").count())
        .isEqualTo(2);
  }

  @Test
  void theNewestDeathIsToldByTheCauseAtTheBottom() {
    deaths.handle(new StreamsException("commit", new InvalidTxnStateException("no")));
    assertThat(deaths.newest()).isEqualTo(new ThreadDeaths.Death("InvalidTxnStateException", NOW));
  }
}
