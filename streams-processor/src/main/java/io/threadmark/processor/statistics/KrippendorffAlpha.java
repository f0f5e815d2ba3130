package io.threadmark.processor.statistics;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Krippendorff's alpha, the agreement of any number of raters on a set of units, corrected for
 * chance: 1 is perfect agreement, 0 what chance alone gives, less than 0 systematic disagreement.
 * It is {@code 1 - Do / De} with the observed and the expected disagreement of K. Krippendorff,
 * "Computing Krippendorff's Alpha-Reliability", University of Pennsylvania, 2011,
 * https://repository.upenn.edu/asc_papers/43, sections C and D.
 *
 * <p>A unit is given as the values that raters gave it; values that are missing are just not there.
 * As in the definition a unit with a single value has no part in it. The coincidence matrix of the
 * definition has a cell for each pair of values; its two sums are computed here without it, in time
 * linear (ordinal: linear and a sort) in the number of values:
 *
 * <ul>
 *   <li>Nominal: in a unit of m values of which m_c are c, the ordered pairs that differ are m² - Σ
 *       m_c².
 *   <li>Interval: the squared differences of all ordered pairs of m numbers add up to 2 m times the
 *       sum of their squared distances from their mean.
 *   <li>Ordinal: the squared distance of the definition, {@code (n_c/2 + n_(c+1) + … + n_k/2)²}, is
 *       that of the mean ranks of c and k, so that ordinal alpha is interval alpha of the ranks.
 * </ul>
 */
public final class KrippendorffAlpha {

  private KrippendorffAlpha() {}

  /**
   * Alpha of values that are equal or not.
   *
   * @param units the values of each unit; equal values are equal by {@link Object#equals}
   * @return empty where no unit has two values, or where all values are equal, so that there is
   *     nothing to agree on
   */
  public static OptionalDouble nominal(Collection<? extends Collection<?>> units) {
    Map<Object, Long> ofAll = new HashMap<>();
    long n = 0;
    double observed = 0;
    for (Collection<?> unit : units) {
      if (unit.size() > 1) {
        Map<Object, Long> ofUnit = new HashMap<>();
        unit.forEach(value -> ofUnit.merge(value, 1L, Long::sum));
        ofUnit.forEach((value, count) -> ofAll.merge(value, count, Long::sum));
        observed += differing(ofUnit, unit.size()) / (unit.size() - 1);
        n += unit.size();
      }
    }
    return alpha(observed, differing(ofAll, n), n);
  }

  /**
   * Alpha of numbers whose differences mean something, such as ratings and scores.
   *
   * @param units the values of each unit, finite
   * @return empty as for {@link #nominal}
   */
  public static OptionalDouble interval(Collection<double[]> units) {
    double[] all = pairable(units);
    double largest = Arrays.stream(all).map(Math::abs).max().orElse(0);
    double unit = Math.scalb(1.0, Math.getExponent(largest)); // dividing by it loses no digit
    double observed = 0;
    for (double[] ofUnit : units) {
      if (ofUnit.length > 1) {
        observed += differences(ofUnit, unit) / (ofUnit.length - 1);
      }
    }
    return alpha(observed, differences(all, unit), all.length);
  }

  /**
   * Alpha of numbers of which only the order means something, such as grades.
   *
   * @param units the values of each unit, finite
   * @return empty as for {@link #nominal}
   */
  public static OptionalDouble ordinal(Collection<double[]> units) {
    double[] sorted = pairable(units);
    Arrays.sort(sorted);
    return interval(
        units.stream()
            .filter(unit -> unit.length > 1)
            .map(unit -> Arrays.stream(unit).map(value -> meanRank(sorted, value)).toArray())
            .toList());
  }

  /** With {@code Do = observed / n} and {@code De = expected / (n (n - 1))}. */
  private static OptionalDouble alpha(double observed, double expected, long n) {
    return expected == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(1 - (n - 1) * observed / expected);
  }

  /** Ordered pairs of values that differ. */
  private static double differing(Map<Object, Long> counts, long size) {
    double equal = 0;
    for (long count : counts.values()) {
      equal += (double) count * count;
    }
    return (double) size * size - equal;
  }

  /**
   * The squared differences of all ordered pairs, added up.
   *
   * @param unit what the values are measured in: alpha does not depend on it, and squares of the
   *     largest and the smallest numbers would be none
   */
  private static double differences(double[] values, double unit) {
    double mean = 0;
    for (int i = 0; i < values.length; i++) {
      mean += (values[i] / unit - mean) / (i + 1);
    }
    double squares = 0;
    for (double value : values) {
      squares += (value / unit - mean) * (value / unit - mean);
    }
    return 2 * values.length * squares;
  }

  private static double[] pairable(Collection<double[]> units) {
    return units.stream().filter(unit -> unit.length > 1).flatMapToDouble(Arrays::stream).toArray();
  }

  /** Half the values that are equal, behind those that are less. */
  private static double meanRank(double[] sorted, double value) {
    return (firstFrom(sorted, value) + firstFrom(sorted, Math.nextUp(value))) / 2.0;
  }

  /** How many values are less. */
  private static int firstFrom(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
