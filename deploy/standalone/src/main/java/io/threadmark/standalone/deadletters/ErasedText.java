package io.threadmark.standalone.deadletters;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a key or a text that is to be erased, and makes sure that it came as it was typed. */
final class ErasedText implements ITypeConverter<String> {
  private static final char UNDECODED = '\uFFFD';

  /**
   * Returns the text itself.
   *
   * @throws TypeConversionException where it is empty, or did not come as it was typed
   */
  @Override
  public String convert(String text) {
    if (text.isEmpty()) {
      throw new TypeConversionException("must not be empty");
    }
    // Such a text would be found nowhere, and the letters that hold what was typed would stay.
    if (text.indexOf(UNDECODED) >= 0 || (text.indexOf('?') >= 0 && decodesAsciiOnly())) {
      throw new TypeConversionException(
          "has a character that does not come through: set LC_ALL to a locale with UTF-8, such as"
              + " C.UTF-8");
    }
    return text;
  }

  /** Java reads the command line by the locale; in the one of C, what is not ASCII becomes '?'. */
  private static boolean decodesAsciiOnly() {
    return System.getProperty("sun.jnu.encoding", "").startsWith("ANSI_X3.4");
  }
}
