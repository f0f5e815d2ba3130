package io.threadmark.standalone.demo;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times of the demo as its file spells them: {@code "+12.5s"} is 12.5 seconds after its start. */
final class RelativeTime {
  private static final Pattern FORM = Pattern.compile("\\+(\\d+(?:\\.\\d{1,9})?)s");

  private RelativeTime() {}

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException where it is something else
   */
  static Duration parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("a relative time is like +12.5s, not '" + text + "'");
    }
    return Duration.ofNanos(new BigDecimal(matcher.group(1)).movePointRight(9).longValueExact());
  }
}
