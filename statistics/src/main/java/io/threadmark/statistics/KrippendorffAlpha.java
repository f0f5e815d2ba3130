package io.threadmark.statistics;

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
 * definition has a cell for each pair of values; its two sums are computed without it, in time
 * linear (ordinal: linear and a sort) in the number of values, by {@link NominalAlpha} and {@link
 * IntervalAlpha}. The squared distance of the ordinal definition, {@code (n_c/2 + n_(c+1) + … +
 * n_k/2)²}, is that of the mean ranks of c and k, so that ordinal alpha is interval alpha of the
 * ranks.
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
    NominalAlpha alpha = new NominalAlpha();
    for (Collection<?> unit : units) {
      Map<Object, Long> ofUnit = new HashMap<>();
      unit.forEach(value -> ofUnit.merge(value, 1L, Long::sum));
      if (alpha.addUnit(ofUnit.values())) {
        ofUnit.forEach((value, count) -> ofAll.merge(value, count, Long::sum));
      }
    }
    ofAll.values().forEach(alpha::addValue);
    return alpha.alpha();
  }

  /**
   * Alpha of numbers whose differences mean something, such as ratings and scores.
   *
   * @param units the values of each unit, finite
   * @return empty as for {@link #nominal}
   */
  public static OptionalDouble interval(Collection<double[]> units) {
    IntervalAlpha alpha = new IntervalAlpha();
    units.forEach(alpha::addUnit);
    return alpha.alpha();
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
  static OptionalDouble of(double observed, double expected, long n) {
    return expected == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(1 - (n - 1) * observed / expected);
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
