package io.threadmark.schema.rule;

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
 * Reads times, the same at every door and in every query: RFC 3339, what else of ISO 8601 Python
 * and Java write, also with the name of a zone (RFC 9557), and milliseconds since 1970 as a number.
 * All are cut to microseconds.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3339">RFC 3339</a>
 */
public final class TimeRule {
  /** Times of events before it are refused: a clock that was never set. */
  public static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

  /** How far ahead of the gateway's clock a time may be. */
  public static final Duration AHEAD = Duration.ofHours(24);

  /** How far ahead feedback may be: its time alone decides which edit wins. */
  public static final Duration FEEDBACK_AHEAD = Duration.ofMinutes(5);

  /** How far ahead of its record an event may be, as the clocks of gateways and brokers differ. */
  public static final Duration AHEAD_OF_RECORD = AHEAD.plusHours(1);

  private static final Pattern ISO_8601 =
      Pattern.compile(
          "(\\d{4})-(\\d\\d)-(\\d\\d)(?:[Tt ](\\d\\d):(\\d\\d)(?::(\\d\\d)(?:[.,](\\d{1,9}))?)?)?"
              + "\\s?([Zz]|([+-])(\\d\\d)(?::?(\\d\\d))?)?"
              + "(?:\\[!?[\\w+\\-/=.]{1,64}\\]){0,4}"); // names of zones: the offset decides

  private static final Pattern NUMBER = Pattern.compile("\\d{1,30}(\\.\\d{1,30})?");

  private static final Instant YEAR_10000 = Instant.parse("+10000-01-01T00:00:00Z");

  /** Of the years 2000 to 3000; as milliseconds they would all be of the January of 1970. */
  private static final BigDecimal FIRST_SECOND = BigDecimal.valueOf(EARLIEST.getEpochSecond());

  private static final BigDecimal LAST_SECOND = BigDecimal.valueOf(32_503_680_000L);

  /** A text or a number that is no time. The message is what is wrong, behind the field's name. */
  public static final class NoTimeException extends Exception {
    private static final long serialVersionUID = 1L;

    private NoTimeException(String message) {
      super(message);
    }
  }

  private TimeRule() {}

  /**
   * Reads a time where all is text, as in addresses: as {@link #read(String)}, or a number as
   * {@link #read(BigDecimal)}.
   */
  public static Instant readParameter(String text) throws NoTimeException {
    return NUMBER.matcher(text).matches() ? read(new BigDecimal(text)) : read(text);
  }

  /** Reads a time as text, which a number is not where there are numbers. */
  public static Instant read(String text) throws NoTimeException {
    Matcher part = ISO_8601.matcher(text);
    if (!part.matches()) {
      if (NUMBER.matcher(text).matches()) {
        read(new BigDecimal(text)); // where it is of seconds, that is what there is to say
      }
      throw noTime();
    }
    if (part.group(8) == null) {
      throw new NoTimeException(
          "must name its time zone: Z for UTC, or an offset such as +02:00 behind the time");
    }
    if (part.group(4) == null) {
      throw noTime();
    }
    try {
      return LocalDateTime.of(
              number(part, 1),
              number(part, 2),
              number(part, 3),
              number(part, 4),
              number(part, 5),
              part.group(6) == null ? 0 : number(part, 6),
              nanos(part.group(7)))
          .toInstant(offset(part))
          .truncatedTo(ChronoUnit.MICROS);
    } catch (DateTimeException e) {
      throw noTime();
    }
  }

  /**
   * Reads milliseconds since 1970.
   *
   * @param millis exponents are within {@link NumberRule}
   */
  public static Instant read(BigDecimal millis) throws NoTimeException {
    if (millis.compareTo(FIRST_SECOND) >= 0 && millis.compareTo(LAST_SECOND) < 0) {
      throw new NoTimeException(
          "looks like seconds since 1970; a number is milliseconds, so multiply it by 1000");
    }
    if (millis.compareTo(BigDecimal.valueOf(YEAR_10000.toEpochMilli())) >= 0) {
      throw new NoTimeException(
          "is a number beyond the year 9999; a number is milliseconds since 1970, not micro- or"
              + " nanoseconds");
    }
    if (millis.signum() < 0) {
      return Instant.EPOCH;
    }
    return Micros.toInstant(
        millis.movePointRight(3).setScale(0, RoundingMode.DOWN).longValueExact());
  }

  /** What is said of a value that is no time at all. */
  public static NoTimeException noTime() {
    return new NoTimeException(
        "must be a time such as 2026-01-01T00:00:00Z, or milliseconds since 1970 as a number");
  }

  private static ZoneOffset offset(Matcher part) {
    if (part.group(9) == null) {
      return ZoneOffset.UTC;
    }
    int minutes = part.group(11) == null ? 0 : number(part, 11);
    if (minutes > 59) {
      throw new DateTimeException("minutes of the offset");
    }
    int sign = part.group(9).equals("-") ? -1 : 1;
    return ZoneOffset.ofHoursMinutes(sign * number(part, 10), sign * minutes);
  }

  private static int nanos(String fraction) {
    return fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
  }

  private static int number(Matcher part, int group) {
    return Integer.parseInt(part.group(group));
  }
}
