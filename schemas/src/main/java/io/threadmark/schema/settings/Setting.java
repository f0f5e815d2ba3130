package io.threadmark.schema.settings;

import java.util.Locale;
import java.util.function.Function;

/**
 * A setting, defined once.
 *
 * @param name as a properties file spells it: words of letters and digits between dots, such as
 *     {@code gateway.port}; the environment spells it {@code THREADMARK_GATEWAY_PORT}
 * @param fallback the value where none is given, as text; null where one must be given
 * @param parser reads and checks the text; throws IllegalArgumentException saying what it must be
 * @param doc what it is for, with its unit
 */
public record Setting<T>(String name, String fallback, Function<String, T> parser, String doc) {

  /** What every environment variable of ours begins with. */
  public static final String ENVIRONMENT_PREFIX = "THREADMARK_";

  public static Setting<String> text(String name, String fallback, String doc) {
    return new Setting<>(name, fallback, Function.identity(), doc);
  }

  /** A whole number within bounds, both included. */
  public static Setting<Long> whole(String name, long fallback, long least, long most, String doc) {
    return new Setting<>(name, Long.toString(fallback), text -> parseWhole(text, least, most), doc);
  }

  /** The variable that sets it. */
  public String environmentName() {
    return ENVIRONMENT_PREFIX + name.toUpperCase(Locale.ROOT).replace('.', '_');
  }

  private static Long parseWhole(String text, long least, long most) {
    try {
      long value = Long.parseLong(text.strip());
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // said below, together with the bounds
    }
    throw new IllegalArgumentException(
        "must be a whole number from " + least + " to " + most + ", not '" + text + "'");
  }
}
