package io.threadmark.processor.query.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.processor.rollup.rows.Granularity;
import io.threadmark.schema.Micros;
import io.threadmark.schema.state.RollupFloors;
import io.threadmark.schema.state.WindowRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

class TimeRangeTest {
  private static final long START = Micros.of(Instant.parse("2026-01-01T00:00:00Z"));
  private static final long MINUTE = Granularity.MINUTE.micros();
  private static final long HOUR = Granularity.HOUR.micros();
  private static final long DAY = Granularity.DAY.micros();

  /** What is asked for; an end may be open. */
  private record Asked(long after, long before) {}

  @Property(tries = 2_000)
  void theWindowsOfARangeAreKeptAndLieInARowFromItsStartToItsEnd(
      @ForAll("asked") Asked asked, @ForAll("floors") RollupFloors floors) {
    TimeRange range = TimeRange.cut(asked.after, asked.before, floors);
    long at = range.after();
    for (WindowRange windows : range.windows()) {
      Granularity granularity = Granularity.of(windows.getGranularity());
      assertThat(windows.getFrom()).isEqualTo(at).isLessThan(windows.getTo());
      assertThat(granularity.windowOf(at)).isEqualTo(at);
      assertThat(windows.getTo())
          .matches(to -> to == TimeRange.OPEN || granularity.windowOf(to) == to);
      assertThat(at).isGreaterThanOrEqualTo(granularity.floor(floors));
      at = windows.getTo();
    }
    assertThat(at).isEqualTo(range.before());
  }

  @Property(tries = 2_000)
  void aRangeHasAllThatIsKeptOfWhatWasAsked(
      @ForAll("asked") Asked asked, @ForAll("floors") RollupFloors floors) {
    TimeRange range = TimeRange.cut(asked.after, asked.before, floors);
    long kept = Math.max(asked.after, floors.getDay());
    assertThat(range.after()).isLessThanOrEqualTo(kept);
    assertThat(range.before()).isGreaterThanOrEqualTo(asked.before == kept ? kept : range.after());
    if (kept < asked.before) {
      assertThat(range.before()).isGreaterThanOrEqualTo(asked.before);
    } else {
      assertThat(range.windows()).isEmpty();
    }
    assertThat(range.expired())
        .isEqualTo(asked.after < floors.getDay() && asked.after != Long.MIN_VALUE);
  }

  @Property(tries = 2_000)
  void noShorterRangeOfWindowsThatAreKeptHasAllThatWasAsked(
      @ForAll("asked") Asked asked, @ForAll("floors") RollupFloors floors) {
    TimeRange range = TimeRange.cut(asked.after, asked.before, floors);
    if (range.windows().isEmpty()) {
      assertThat(range.widened()).isFalse();
      return;
    }
    assertThat(range.widened())
        .isEqualTo(range.after() < asked.after || range.before() > asked.before);
    for (Granularity first : Granularity.values()) {
      for (Granularity last : Granularity.values()) {
        long from = first.windowOf(Math.max(floors.getDay(), asked.after));
        long to = asked.before == TimeRange.OPEN ? TimeRange.OPEN : last.windowFrom(asked.before);
        if (from > range.after() || to < range.before()) {
          assertThat(isKept(from, to, floors)).isFalse();
        }
      }
    }
  }

  @Property(tries = 2_000)
  void aRangeHasNoMoreWindowsThanCalendarsNeed(
      @ForAll("asked") Asked asked, @ForAll("floors") RollupFloors floors) {
    TimeRange range = TimeRange.cut(asked.after, asked.before, floors);
    assertThat(range.windows()).hasSizeLessThanOrEqualTo(5);
    if (range.before() != TimeRange.OPEN) {
      long days = (range.before() - range.after()) / DAY;
      assertThat(range.windows().stream().mapToLong(TimeRangeTest::count).sum())
          .isLessThanOrEqualTo(59 + 23 + days + 23 + 59);
    }
  }

  @Property(tries = 2_000)
  void windowsOfOneLengthAreTheOnesThatTheRangeTouches(
      @ForAll("asked") Asked asked,
      @ForAll("floors") RollupFloors floors,
      @ForAll Granularity granularity) {
    TimeRange range = TimeRange.of(granularity, asked.after, asked.before, floors);
    long floor = granularity.floor(floors);
    long kept = Math.max(asked.after, floor);
    assertThat(range.expired()).isEqualTo(asked.after < floor && asked.after != Long.MIN_VALUE);
    assertThat(range.after()).isEqualTo(granularity.windowOf(kept));
    assertThat(range.before()).isGreaterThanOrEqualTo(range.after());
    if (kept >= asked.before) {
      assertThat(range.windows()).isEmpty();
      assertThat(range.widened()).isFalse();
      return;
    }
    assertThat(range.windows())
        .containsExactly(new WindowRange(granularity.word(), range.after(), range.before()));
    assertThat(range.widened()).isEqualTo(range.after() < kept || range.before() > asked.before);
    if (asked.before == TimeRange.OPEN) {
      assertThat(range.before()).isEqualTo(TimeRange.OPEN);
    } else {
      assertThat(range.before())
          .isEqualTo(granularity.windowOf(asked.before - 1) + granularity.micros());
    }
  }

  @Test
  void aRangeOfSomeDaysIsCutIntoMinutesHoursAndDays() {
    TimeRange range =
        TimeRange.cut(START + 22 * HOUR + 58 * MINUTE, START + 3 * DAY + HOUR + MINUTE, ALL);
    assertThat(range.windows())
        .containsExactly(
            new WindowRange("minute", START + 22 * HOUR + 58 * MINUTE, START + 23 * HOUR),
            new WindowRange("hour", START + 23 * HOUR, START + DAY),
            new WindowRange("day", START + DAY, START + 3 * DAY),
            new WindowRange("hour", START + 3 * DAY, START + 3 * DAY + HOUR),
            new WindowRange("minute", START + 3 * DAY + HOUR, START + 3 * DAY + HOUR + MINUTE));
    assertThat(range.widened()).isFalse();
    assertThat(range.expired()).isFalse();
  }

  @Test
  void allThatIsKeptIsOneRangeOfDays() {
    TimeRange range = TimeRange.cut(Long.MIN_VALUE, TimeRange.OPEN, ALL);
    assertThat(range.windows()).containsExactly(new WindowRange("day", START, TimeRange.OPEN));
    assertThat(range.widened()).isFalse();
    assertThat(range.expired()).isFalse();
  }

  @Test
  void whereMinutesAreGoneTheRangeIsOfWholeHours() {
    RollupFloors floors = new RollupFloors(START + DAY, START, START);
    TimeRange range = TimeRange.cut(START + 90 * MINUTE, START + 150 * MINUTE, floors);
    assertThat(range.windows())
        .containsExactly(new WindowRange("hour", START + HOUR, START + 3 * HOUR));
    assertThat(range.widened()).isTrue();
  }

  @Test
  void whereTheFirstHourIsKeptInMinutesAloneARangeFromItOnIsNotWidened() {
    RollupFloors floors = new RollupFloors(START + 31 * MINUTE, START + HOUR, START);
    TimeRange range = TimeRange.cut(START + 40 * MINUTE, START + 90 * MINUTE, floors);
    assertThat(range.windows())
        .containsExactly(new WindowRange("minute", START + 40 * MINUTE, START + 90 * MINUTE));
    assertThat(range.widened()).isFalse();
  }

  @Test
  void whatIsAllGoneIsNotWidened() {
    TimeRange range = TimeRange.cut(START - DAY, START - DAY + 1, ALL);
    assertThat(range.windows()).isEmpty();
    assertThat(range.expired()).isTrue();
    assertThat(range.widened()).isFalse();
  }

  private static final RollupFloors ALL = new RollupFloors(START, START, START);

  /** Whether windows that are kept lie in a row from one time to another. */
  private static boolean isKept(long from, long to, RollupFloors floors) {
    long at = from;
    while (at < Math.min(to, START + 100 * DAY)) {
      long next = at;
      for (Granularity granularity : Granularity.values()) {
        boolean begins = granularity.windowOf(at) == at && at >= granularity.floor(floors);
        if (begins && at + granularity.micros() <= to) {
          next = at + granularity.micros(); // of those that fit, the longest
        }
      }
      if (next == at) {
        return false;
      }
      at = next;
    }
    return true;
  }

  private static long count(WindowRange windows) {
    long length = Granularity.of(windows.getGranularity()).micros();
    return (windows.getTo() - windows.getFrom()) / length;
  }

  /** Around the floors, mostly at odd times; one end, or both, may be open. */
  @Provide
  Arbitrary<Asked> asked() {
    Arbitrary<Long> times =
        Arbitraries.oneOf(
            times(),
            times().map(Granularity.MINUTE::windowOf),
            times().map(Granularity.HOUR::windowOf),
            times().map(Granularity.DAY::windowOf));
    Arbitrary<Long> lengths =
        Arbitraries.oneOf(
            Arbitraries.longs().between(1, 3 * HOUR),
            Arbitraries.longs().between(1, 3 * DAY),
            Arbitraries.of(1L, MINUTE, HOUR, DAY));
    return Arbitraries.frequencyOf(
        Tuple.of(
            8,
            Combinators.combine(times, lengths)
                .as((after, length) -> new Asked(after, after + length))),
        Tuple.of(1, times.map(after -> new Asked(after, TimeRange.OPEN))),
        Tuple.of(1, times.map(before -> new Asked(Long.MIN_VALUE, before))));
  }

  /**
   * What is left of times that a project may have chosen: as they are rounded, to whole windows.
   */
  @Provide
  Arbitrary<RollupFloors> floors() {
    return times()
        .list()
        .ofSize(3)
        .map(List::copyOf)
        .map(
            times -> {
              List<Long> sorted = times.stream().sorted().toList();
              return new RollupFloors(
                  Granularity.MINUTE.windowFrom(sorted.get(2)),
                  Granularity.HOUR.windowFrom(sorted.get(1)),
                  Granularity.DAY.windowFrom(sorted.get(0)));
            });
  }

  private static Arbitrary<Long> times() {
    long days = Duration.ofDays(4).toNanos() / 1_000;
    return Arbitraries.longs().between(START - days, START + days);
  }
}
