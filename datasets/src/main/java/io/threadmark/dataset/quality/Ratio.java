package io.threadmark.dataset.quality;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.statistics.Proportion;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Figures of reports: four digits behind the point are more than they are worth. */
final class Ratio {
  private static final int DIGITS = 4;

  private Ratio() {}

  static BigDecimal rounded(double number) {
    return BigDecimal.valueOf(number).setScale(DIGITS, RoundingMode.HALF_UP);
  }

  /** Puts a share, and the ends of its 95 % interval; nothing where there is none. */
  static void put(ObjectNode json, long times, long of) {
    if (of > 0) {
      Proportion proportion = new Proportion(times, of);
      json.put("share", rounded(proportion.share()));
      json.put("low", rounded(proportion.low()));
      json.put("high", rounded(proportion.high()));
    }
  }
}
