package io.threadmark.standalone.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How much of a dataset is in which split, from 0 to 1 each and 1 together. */
record SplitShares(BigDecimal train, BigDecimal validation, BigDecimal test) {

  ObjectNode into(ObjectNode split) {
    return split.put("train", train).put("validation", validation).put("test", test);
  }

  /** Reads percentages. */
  static final class Reader implements ITypeConverter<SplitShares> {
    private static final Pattern THREE =
        Pattern.compile(
            "(\\d{1,3}(?:\\.\\d{1,2})?)/(\\d{1,3}(?:\\.\\d{1,2})?)/(\\d{1,3}(?:\\.\\d{1,2})?)");

    @Override
    public SplitShares convert(String text) {
      Matcher three = THREE.matcher(text);
      if (three.matches()) {
        SplitShares shares =
            new SplitShares(share(three.group(1)), share(three.group(2)), share(three.group(3)));
        BigDecimal all = shares.train.add(shares.validation).add(shares.test);
        if (all.compareTo(BigDecimal.ONE) == 0) {
          return shares;
        }
      }
      throw new TypeConversionException(
          "must be the percentages of train, validation and test, 100 together, such as 80/10/10");
    }

    private static BigDecimal share(String percent) {
      return new BigDecimal(percent).movePointLeft(2);
    }
  }
}
