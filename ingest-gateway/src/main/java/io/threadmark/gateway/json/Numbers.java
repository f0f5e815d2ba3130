package io.threadmark.gateway.json;

import io.threadmark.gateway.json.Json.JsonNumber;
import io.threadmark.gateway.refusal.InvalidEvent;
import java.math.BigDecimal;

/** What numbers of an event may be. Exact decimals, never rounded on the way in. */
public final class Numbers {
  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

  private Numbers() {}

  /** A whole number from 0. {@code 10.0} and {@code 1e1} are whole. */
  public static long count(Json value, String path) throws InvalidEvent {
    if (value instanceof JsonNumber number) {
      BigDecimal exact = exact(number);
      // The sign and size come first: only then is it cheap to look at the digits.
      if (exact.signum() == 0) {
        return 0;
      }
      if (exact.signum() > 0
          && exact.compareTo(MOST) <= 0
          && exact.compareTo(BigDecimal.ONE) >= 0) {
        BigDecimal whole = exact.stripTrailingZeros();
        if (whole.scale() <= 0) {
          return whole.longValueExact();
        }
      }
    }
    throw InvalidEvent.field(path, "must be a whole number from 0");
  }

  /** A whole number from 0 to a bound that is included. */
  public static long count(Json value, long most, String path) throws InvalidEvent {
    long count = count(value, path);
    if (count > most) {
      throw InvalidEvent.field(path, "must be at most " + most);
    }
    return count;
  }

  /** A whole number within bounds, both included. */
  public static int whole(Json value, int least, int most, String path) throws InvalidEvent {
    try {
      long count = count(value, path);
      if (count >= least && count <= most) {
        return Math.toIntExact(count);
      }
    } catch (InvalidEvent e) {
      // said below, together with the bounds
    }
    throw InvalidEvent.field(path, "must be a whole number from " + least + " to " + most);
  }

  /** The value of a number as binary arithmetic has it, which ends at 1.8e308. */
  public static double finite(JsonNumber number, String path) throws InvalidEvent {
    double value = Double.parseDouble(number.text());
    if (Double.isInfinite(value)) {
      throw InvalidEvent.field(path, "is a number beyond \u00b11.8e308");
    }
    return value + 0.0; // -0.0 is 0.0
  }

  /** The value of a number, exactly. */
  public static BigDecimal exact(JsonNumber number) {
    return new BigDecimal(number.text()); // its exponent is within bounds
  }
}
