package io.threadmark.standalone.export;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A value that says what it is of. */
record NamedValue(String name, String value) {

  /** Reads one as it is typed. */
  static final class Reader implements ITypeConverter<NamedValue> {
    @Override
    public NamedValue convert(String text) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw new TypeConversionException("must be a name and a value, such as polarity=positive");
      }
      return new NamedValue(text.substring(0, equals), text.substring(equals + 1));
    }
  }
}
