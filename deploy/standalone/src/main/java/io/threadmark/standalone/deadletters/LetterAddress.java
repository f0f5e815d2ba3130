package io.threadmark.standalone.deadletters;

import io.threadmark.standalone.cli.UsageException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a dead letter stands in the topic of dead letters, spelled {@code PARTITION:OFFSET}.
 *
 * @param partition its partition
 * @param offset its offset
 */
record LetterAddress(int partition, long offset) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9}):([0-9]{1,18})");

  /**
   * Reads one.
   *
   * @throws UsageException where it is something else
   */
  static LetterAddress parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new UsageException(
          "a dead letter is named PARTITION:OFFSET, such as 0:12, and not '" + text + "'");
    }
    return new LetterAddress(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2)));
  }

  @Override
  public String toString() {
    return partition + ":" + offset;
  }
}
