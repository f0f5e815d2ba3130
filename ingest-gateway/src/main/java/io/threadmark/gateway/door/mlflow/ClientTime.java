package io.threadmark.gateway.door.mlflow;

import io.threadmark.gateway.refusal.InvalidEvent;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/** Times and durations as protobuf's JSON writes them. */
final class ClientTime {
  private static final int NANO_DIGITS = 9;
  private static final BigDecimal MOST_SECONDS = BigDecimal.valueOf(Long.MAX_VALUE / 2);

  private ClientTime() {}

  /** A time; null of null. */
  static Instant instant(Message message, String name) throws InvalidEvent {
    String text = message.text(name);
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
    } catch (DateTimeException e) {
      throw InvalidEvent.field(message.at(name), "must be a time such as 2026-01-01T00:00:00Z");
    }
  }

  /** A duration; null of null. */
  static Duration duration(Message message, String name) throws InvalidEvent {
    String text = message.text(name);
    if (text == null) {
      return null;
    }
    try {
      if (text.length() <= 40 && text.endsWith("s")) {
        BigDecimal seconds = new BigDecimal(text.substring(0, text.length() - 1));
        if (seconds.signum() >= 0 && seconds.compareTo(MOST_SECONDS) < 0) {
          BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
          BigDecimal nanos = seconds.subtract(whole).movePointRight(NANO_DIGITS);
          return Duration.ofSeconds(whole.longValue(), nanos.longValue());
        }
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw InvalidEvent.field(message.at(name), "must be a duration such as 1.5s");
  }

  static String written(Duration duration) {
    BigDecimal seconds =
        BigDecimal.valueOf(duration.getSeconds())
            .add(BigDecimal.valueOf(duration.getNano(), NANO_DIGITS));
    return seconds.setScale(NANO_DIGITS, RoundingMode.FLOOR).toPlainString() + "s";
  }
}
