package io.threadmark.processor.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.threadmark.processor.stage.Backoff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ThreadDeathsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final SetClock clock = new SetClock();
  private final ThreadDeaths deaths = new ThreadDeaths(metrics, clock);

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
    assertThat(deaths.newest())
        .isEqualTo(
            new ThreadDeaths.Death("InvalidTxnStateException", NOW, ThreadDeaths.BACKOFF.after(1)));
  }

  @Test
  void whatDiesAgainAndAgainIsReplacedMoreAndMoreSeldomButForABound() {
    deaths.close(); // nobody is to wait here
    List<Duration> pauses = new ArrayList<>();
    for (int death = 0; death < 12; death++) {
      deaths.handle(new IllegalStateException());
      pauses.add(deaths.newest().pause());
      clock.now = clock.now.plus(deaths.newest().pause()).plusSeconds(30);
    }
    for (int death = 1; death < pauses.size(); death++) {
      Duration twice = pauses.get(death - 1).multipliedBy(2);
      Duration longest = ThreadDeaths.BACKOFF.longest();
      assertThat(pauses.get(death)).isEqualTo(twice.compareTo(longest) < 0 ? twice : longest);
    }
    assertThat(pauses).endsWith(ThreadDeaths.BACKOFF.longest());
  }

  @Test
  void afterSomeTimeWithoutADeathTheNextIsReplacedAtOnceAgain() {
    deaths.close();
    for (int death = 0; death < 5; death++) {
      deaths.handle(new IllegalStateException());
    }
    clock.now = clock.now.plus(deaths.newest().pause()).plus(ThreadDeaths.QUIET);
    deaths.handle(new IllegalStateException());
    assertThat(deaths.newest().pause()).isEqualTo(ThreadDeaths.BACKOFF.after(6));
    clock.now = clock.now.plus(deaths.newest().pause()).plus(ThreadDeaths.QUIET).plusMillis(1);
    deaths.handle(new IllegalStateException());
    assertThat(deaths.newest().pause()).isEqualTo(ThreadDeaths.BACKOFF.first());
  }

  @Test
  @Timeout(60)
  void aThreadThatDiesMakesRoomOnlyAfterItsPauseOrWhereTheProcessorStops() throws Exception {
    Duration hour = Duration.ofHours(1);
    ThreadDeaths slow = new ThreadDeaths(new SimpleMeterRegistry(), clock, new Backoff(hour, hour));
    Thread dying = new Thread(() -> slow.handle(new IllegalStateException()));
    dying.start();
    while (dying.getState() != Thread.State.TIMED_WAITING) {
      assertThat(dying.isAlive()).isTrue();
      TimeUnit.MILLISECONDS.sleep(1);
    }
    slow.close();
    dying.join();
    assertThat(slow.count()).isEqualTo(1);
  }

  private static final class SetClock extends Clock {
    Instant now = NOW;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
