package io.threadmark.standalone.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What the numbers of a name mean.
 *
 * @param from where on they speak for an answer
 * @param to up to where they speak against it; null where they never do
 */
record Threshold(String name, BigDecimal from, BigDecimal to) {

  void into(ObjectNode thresholds) {
    ObjectNode threshold = thresholds.putObject(name).put("positive_from", from);
    if (to != null) {
      threshold.put("negative_to", to);
    }
  }

  /** Reads one as it is typed. */
  static final class Reader implements ITypeConverter<Threshold> {
    @Override
    public Threshold convert(String text) {
      int equals = text.lastIndexOf('=');
      int colon = text.indexOf(':', equals);
      try {
        if (equals > 0) {
          String from = colon < 0 ? text.substring(equals + 1) : text.substring(equals + 1, colon);
          return new Threshold(
              text.substring(0, equals),
              new BigDecimal(from),
              colon < 0 ? null : new BigDecimal(text.substring(colon + 1)));
        }
      } catch (NumberFormatException e) {
        // said below
      }
      throw new TypeConversionException(
          "must be a name and a number or two, such as rating=4:2, not '%s'".formatted(text));
    }
  }
}
