package io.threadmark.standalone.deadletters;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where a dead letter stands in the topic of dead letters, spelled {@code PARTITION:OFFSET}.
 *
 * @param partition its partition
 * @param offset its offset
 */
record LetterAddress(int partition, long offset) {
  /** What it is called on a command line. */
  static final String LABEL = "PARTITION:OFFSET";

  private static final Pattern FORM = Pattern.compile("([0-9]{1,9}):([0-9]{1,18})");

  /** Reads one. */
  static final class Converter implements ITypeConverter<LetterAddress> {
    @Override
    public LetterAddress convert(String text) {
      Matcher matcher = FORM.matcher(text);
      if (!matcher.matches()) {
        throw new TypeConversionException(
            "must name a dead letter, such as 0:12, not '" + text + "'");
      }
      return new LetterAddress(
          Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2)));
    }
  }

  @Override
  public String toString() {
    return partition + ":" + offset;
  }
}
