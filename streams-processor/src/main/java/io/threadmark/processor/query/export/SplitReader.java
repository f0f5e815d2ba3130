package io.threadmark.processor.query.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.duplicate.NearDuplicatePlan;
import io.threadmark.dataset.split.SplitPlan;
import io.threadmark.processor.query.http.Views;
import java.math.BigDecimal;
import java.util.Set;

/** Reads how rows are split, and which of them are nearly the same. */
final class SplitReader {
  private static final int MOST_SALT = 256;
  private static final int HASHES = 128;
  private static final int MOST_SHINGLE = 64;
  private static final BigDecimal BUCKETS = BigDecimal.valueOf(SplitPlan.BUCKETS);

  private SplitReader() {}

  /**
   * @param given null for all rows in one
   */
  static SplitPlan read(Members given) {
    if (given == null) {
      return SplitPlan.NONE;
    }
    given.know(Set.of("train", "validation", "test", "salt"));
    int train = buckets(given, "train");
    int validation = buckets(given, "validation");
    int test = buckets(given, "test");
    int all = train + validation + test;
    if (all != SplitPlan.BUCKETS) {
      throw given.wrong(
          "train",
          "must be 1 together with validation and test, and they are "
              + BigDecimal.valueOf(all).movePointLeft(4).stripTrailingZeros().toPlainString());
    }
    return new SplitPlan(given.text("salt", "", MOST_SALT), train, validation, test);
  }

  private static int buckets(Members given, String name) {
    BigDecimal buckets = given.share(name, BigDecimal.ZERO).multiply(BUCKETS);
    if (buckets.stripTrailingZeros().scale() > 0) {
      throw given.wrong(name, "must have at most 4 decimals");
    }
    return buckets.intValue();
  }

  /** As {@link #read} reads it. */
  static ObjectNode write(SplitPlan plan) {
    ObjectNode json = Views.object();
    json.put("train", share(plan.train()));
    json.put("validation", share(plan.validation()));
    json.put("test", share(plan.test()));
    json.put("salt", plan.salt());
    return json;
  }

  private static BigDecimal share(int buckets) {
    return BigDecimal.valueOf(buckets).movePointLeft(4);
  }

  /**
   * @param given null where near duplicates stay
   */
  static NearDuplicatePlan readNear(Members given) {
    if (given == null) {
      return null;
    }
    given.know(Set.of("similarity", "shingle_characters", "hashes", "bands"));
    NearDuplicatePlan standard = NearDuplicatePlan.STANDARD;
    BigDecimal similarity = given.share("similarity", BigDecimal.valueOf(standard.similarity()));
    if (similarity.signum() == 0) {
      throw given.wrong("similarity", "must be above 0 and at most 1");
    }
    given.whole("hashes", HASHES, HASHES, HASHES);
    int bands = given.whole("bands", standard.bands(), 1, HASHES);
    if (HASHES % bands != 0) {
      throw given.wrong("bands", "must divide " + HASHES);
    }
    int shingle = given.whole("shingle_characters", standard.shingle(), 1, MOST_SHINGLE);
    return new NearDuplicatePlan(similarity.doubleValue(), shingle, bands);
  }
}
