package io.threadmark.processor.rollup.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.processor.rollup.counting.CountingPartition;
import io.threadmark.processor.store.Deadline;
import io.threadmark.schema.Micros;
import io.threadmark.schema.project.Projects;
import io.threadmark.schema.state.Contribution;
import io.threadmark.schema.state.CountedChange;
import io.threadmark.schema.state.DimensionValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Windows leave as fast as they come, and that takes its part of the time only. */
class PartialExpiryTest {
  private static final long START = Micros.of(Instant.parse("2026-01-01T00:00:00Z"));
  private static final long SECOND = 1_000_000;
  private static final long MINUTE = 60 * SECOND;

  /** Rows of a window of each project: what a few models and segments add up to. */
  private static final int VALUES = 16;

  /** A day of minutes is kept, the least that a project can set. */
  private static final int KEPT = 24 * 60;

  private static final Projects PROJECTS =
      project -> {
        var settings = Projects.UNSET.of(project);
        settings.setMinuteTtlDays(1);
        return settings;
      };

  private static final class Partition {
    final SlowRows rows;
    final Partials partials;
    final PartialExpiry expiry;
    long now = START;

    Partition(long nanosOfOne) {
      rows = new SlowRows(nanosOfOne);
      partials = new Partials(rows);
      expiry = new PartialExpiry(rows, partials, PROJECTS, rows::nanos);
    }

    /** Every project counts something in a minute. */
    void count(int projects, long minute) {
      ChangeSum sum = new ChangeSum();
      Contribution thread = new Contribution(minute, values(), true, null, null, null);
      IntStream.range(0, projects)
          .forEach(project -> sum.add("p" + project, new CountedChange(null, thread)));
      partials.add(sum);
      published();
    }

    private static List<DimensionValue> values() {
      return IntStream.range(0, VALUES)
          .mapToObj(value -> new DimensionValue("model", "m" + value))
          .toList();
    }

    void published() {
      new PartialPublishing(rows).turn(Integer.MAX_VALUE, Deadline.NONE, (key, totals) -> {});
    }

    /** Rows of minutes. */
    long minutes() {
      return CountingPartition.read(rows).keySet().stream()
          .filter(key -> key.granularity() == Granularity.MINUTE)
          .count();
    }
  }

  @Test
  void itKeepsUpWithManyProjects() {
    int projects = 150;
    Partition partition = new Partition(Duration.ofNanos(10_000).toNanos());
    // A minute of all projects is too old with every minute that passes, and another comes.
    for (int minute = 1; minute <= 10; minute++) {
      partition.count(projects, START - KEPT * MINUTE + minute * MINUTE);
    }
    for (int minute = 0; minute < 15; minute++) {
      partition.count(projects, partition.now);
      for (int second = 0; second < 60; second++) {
        partition.now += SECOND;
        partition.expiry.turn(partition.now);
      }
    }
    assertThat(partition.minutes()).isEqualTo(15L * projects * VALUES);
  }

  @Test
  void aBacklogIsWorkedOffInTurnsThatTakeNoMoreThanATenthOfTheTime() {
    Partition partition = new Partition(Duration.ofNanos(10_000).toNanos());
    for (int minute = 0; minute < 40; minute++) {
      partition.count(100, START - (KEPT + 100L) * MINUTE + minute * MINUTE);
    }
    long longest = 0;
    int turns = 0;
    while (partition.minutes() > 0) {
      long before = partition.rows.nanos();
      partition.now += SECOND;
      partition.expiry.turn(partition.now);
      longest = Math.max(longest, partition.rows.nanos() - before);
      turns++;
      partition.published();
    }
    assertThat(turns).isBetween(10, 60);
    assertThat(Duration.ofNanos(longest)).isLessThan(Duration.ofMillis(105));
  }

  @Test
  void aTurnRemovesSomethingHoweverSlowTheStoreIs() {
    Partition partition = new Partition(Duration.ofSeconds(1).toNanos());
    partition.count(3, START - 2 * KEPT * MINUTE);
    for (int turn = 0; turn < 2 * 3 * VALUES * 4; turn++) {
      partition.now += SECOND;
      long before = partition.rows.nanos();
      partition.expiry.turn(partition.now);
      assertThat(partition.rows.since(before)).isLessThan(110);
    }
    assertThat(partition.minutes()).isZero();
  }

  @Test
  void whatCountsIsPassedByOnceAMinute() {
    Partition partition = new Partition(1_000);
    partition.count(10, START);
    partition.expiry.turn(partition.now);
    long before = partition.rows.nanos();
    for (int second = 1; second < 60; second++) {
      partition.expiry.turn(START + second * SECOND - SECOND);
    }
    assertThat(partition.rows.since(before)).isLessThan(10L * VALUES * 3 * 4 * 2);
    assertThat(partition.minutes()).isEqualTo(10L * VALUES);
  }
}
