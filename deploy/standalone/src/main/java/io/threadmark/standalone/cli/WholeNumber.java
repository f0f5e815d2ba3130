package io.threadmark.standalone.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a whole number that has bounds. */
public abstract class WholeNumber implements ITypeConverter<Integer> {
  private final int least;
  private final int most;

  /** Takes numbers within the bounds, both included. */
  protected WholeNumber(int least, int most) {
    this.least = least;
    this.most = most;
  }

  /**
   * Reads one.
   *
   * @throws TypeConversionException where it is none, or not within the bounds
   */
  @Override
  public final Integer convert(String text) {
    try {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // said below, together with the bounds
    }
    throw new TypeConversionException(
        "must be a whole number from %d to %d, not '%s'".formatted(least, most, text));
  }
}
