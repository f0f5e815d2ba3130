package io.threadmark.gateway.event;

import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonNumber;
import io.threadmark.gateway.json.Json.JsonText;
import io.threadmark.gateway.json.Numbers;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.schema.Micros;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The times of events: RFC 3339 with any offset, or milliseconds since 1970 as a number. Cut to
 * microseconds.
 */
final class EventTime {
  /** Times before it are refused: a clock that was never set. */
  static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

  /** How far ahead of the gateway's clock a time may be. */
  static final Duration AHEAD = Duration.ofHours(24);

  /** How far ahead feedback may be: its time alone decides which edit wins. */
  static final Duration FEEDBACK_AHEAD = Duration.ofMinutes(5);

  private static final String WANTED =
      "must be a time as RFC 3339 has it, such as 2026-01-01T00:00:00Z, or milliseconds since 1970"
          + " as a number";

  private static final Pattern RFC_3339 =
      Pattern.compile(
          "(\\d{4})-(\\d\\d)-(\\d\\d)[Tt ](\\d\\d):(\\d\\d):(\\d\\d)(?:\\.(\\d{1,9}))?"
              + "(?:[Zz]|([+-])(\\d\\d):(\\d\\d))",
          Pattern.DOTALL);

  private static final BigDecimal MILLIS_OF_YEAR_10000 = BigDecimal.valueOf(253_402_300_800_000L);

  private EventTime() {}

  /** Reads a time that is not after the latest that it may be. */
  static Instant read(Json value, Instant latest, String path) throws InvalidEvent {
    Instant time = unbounded(value, path);
    if (time.isBefore(EARLIEST)) {
      throw InvalidEvent.field(
          path, "must not be before " + EARLIEST + "; a number is milliseconds");
    }
    if (time.isAfter(latest)) {
      throw InvalidEvent.field(
          path, "must not be after " + latest.truncatedTo(ChronoUnit.SECONDS) + ", by this clock");
    }
    return time;
  }

  private static Instant unbounded(Json value, String path) throws InvalidEvent {
    if (value instanceof JsonText text) {
      return rfc3339(text.value(), path);
    }
    if (value instanceof JsonNumber number) {
      BigDecimal millis = Numbers.exact(number, path);
      if (millis.signum() < 0) {
        return Instant.EPOCH;
      }
      if (millis.compareTo(MILLIS_OF_YEAR_10000) >= 0) {
        return Micros.toInstant(MILLIS_OF_YEAR_10000.longValueExact() * 1000);
      }
      if (millis.compareTo(BigDecimal.ONE) < 0) {
        return Instant.EPOCH; // not looked at closer: the exponent may be enormous
      }
      return Micros.toInstant(
          millis.movePointRight(3).setScale(0, RoundingMode.DOWN).longValueExact());
    }
    throw InvalidEvent.field(path, WANTED);
  }

  private static Instant rfc3339(String text, String path) throws InvalidEvent {
    Matcher part = RFC_3339.matcher(text);
    if (!part.matches()) {
      throw InvalidEvent.field(path, WANTED);
    }
    try {
      return LocalDateTime.of(
              number(part, 1),
              number(part, 2),
              number(part, 3),
              number(part, 4),
              number(part, 5),
              number(part, 6),
              nanos(part.group(7)))
          .toInstant(offset(part))
          .truncatedTo(ChronoUnit.MICROS);
    } catch (DateTimeException e) {
      throw InvalidEvent.field(path, WANTED);
    }
  }

  private static ZoneOffset offset(Matcher part) {
    if (part.group(8) == null) {
      return ZoneOffset.UTC;
    }
    if (number(part, 10) > 59) {
      throw new DateTimeException("minutes of the offset");
    }
    int sign = part.group(8).equals("-") ? -1 : 1;
    return ZoneOffset.ofHoursMinutes(sign * number(part, 9), sign * number(part, 10));
  }

  private static int nanos(String fraction) {
    return fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
  }

  private static int number(Matcher part, int group) {
    return Integer.parseInt(part.group(group));
  }
}
