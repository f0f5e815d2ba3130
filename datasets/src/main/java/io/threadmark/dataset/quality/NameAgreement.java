package io.threadmark.dataset.quality;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.statistics.IntervalAlpha;
import io.threadmark.statistics.NominalAlpha;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** How far judges agree on feedback of one name; see {@link Agreement}. */
final class NameAgreement {
  private final IntervalAlpha interval = new IntervalAlpha();
  private final NominalAlpha nominal = new NominalAlpha();
  private boolean isNumeric = true;
  private long units;
  private long values;
  private long withoutRater;
  private long withoutValue;

  void leaveOutRater() {
    withoutRater++;
  }

  void leaveOutValue() {
    withoutValue++;
  }

  /**
   * Adds what judges said of one unit, one value a judge.
   *
   * @param isMeasured whether the kind of all of them is that of numbers
   * @return how often each value was given; empty where the unit has no part in alpha
   */
  Map<Long, Long> addUnit(Collection<RatedValue> given, boolean isMeasured) {
    units++;
    values += given.size();
    isNumeric &= isMeasured && given.stream().allMatch(value -> value.number() != null);
    if (isNumeric) {
      interval.addUnit(given.stream().mapToDouble(RatedValue::number).toArray());
    }
    Map<Long, Long> counts =
        given.stream().collect(Collectors.groupingBy(RatedValue::key, Collectors.counting()));
    return nominal.addUnit(counts.values()) ? counts : Map.of();
  }

  /** After all units: how often a value was given in those that have a part in alpha. */
  void addValue(long count) {
    nominal.addValue(count);
  }

  boolean isEmpty() {
    return values + withoutRater == 0;
  }

  ObjectNode json(String name) {
    boolean isInterval = isNumeric && values > 0;
    OptionalDouble alpha = isInterval ? interval.alpha() : nominal.alpha();
    ObjectNode json = Json.object();
    json.put("name", name);
    json.put("level", isInterval ? "interval" : "nominal");
    if (alpha.isPresent()) {
      json.put("alpha", Ratio.rounded(alpha.getAsDouble()));
    } else {
      json.putNull("alpha");
      json.put(
          "reason",
          nominal.pairable() == 0
              ? "no unit was judged by two raters"
              : "all judgements of units that two raters judged are equal");
    }
    json.put("units", units);
    json.put("values", values);
    json.put("pairable", nominal.pairable());
    json.put("without_rater", withoutRater);
    json.put("without_value", withoutValue);
    return json;
  }
}
