package io.threadmark.processor.rollup.rows;

import io.threadmark.schema.Project;
import io.threadmark.schema.state.RollupFloors;
import java.time.Duration;
import java.util.Locale;

/** How long a window is. Windows begin at whole multiples of their length since 1970, in UTC. */
public enum Granularity {
  MINUTE('m', Duration.ofMinutes(1)),
  HOUR('h', Duration.ofHours(1)),
  DAY('d', Duration.ofDays(1));

  private static final long MICROS_PER_DAY = Duration.ofDays(1).toNanos() / 1_000;

  private final char letter;
  private final long micros;

  Granularity(char letter, Duration length) {
    this.letter = letter;
    this.micros = length.toNanos() / 1_000;
  }

  /** The length of a window in microseconds. */
  public long micros() {
    return micros;
  }

  /** The word for it in queries and topics. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The start of the window that a time lies in, both in microseconds. */
  public long windowOf(long time) {
    return Math.floorDiv(time, micros) * micros;
  }

  /** The start of the first window that does not begin before a time, both in microseconds. */
  public long windowFrom(long time) {
    return windowOf(time + micros - 1);
  }

  /** How long windows of a project are kept, in microseconds. */
  public long ttl(Project project) {
    int days =
        switch (this) {
          case MINUTE -> project.getMinuteTtlDays();
          case HOUR -> project.getHourTtlDays();
          case DAY -> project.getDayTtlDays();
        };
    return days * MICROS_PER_DAY;
  }

  /** The earliest window that a project keeps at a time, both in microseconds. */
  public long earliest(Project project, long now) {
    return windowFrom(now - ttl(project));
  }

  /** The earliest window that counts, in microseconds. */
  public long floor(RollupFloors floors) {
    return switch (this) {
      case MINUTE -> floors.getMinute();
      case HOUR -> floors.getHour();
      case DAY -> floors.getDay();
    };
  }

  char letter() {
    return letter;
  }

  /** The granularity of a word. */
  public static Granularity of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  static Granularity of(byte letter) {
    for (Granularity granularity : values()) {
      if (granularity.letter == letter) {
        return granularity;
      }
    }
    throw new IllegalStateException("unknown granularity: " + letter);
  }
}
