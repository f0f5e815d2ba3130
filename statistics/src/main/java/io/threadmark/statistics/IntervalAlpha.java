package io.threadmark.statistics;

import java.util.OptionalDouble;

/**
 * The two sums of {@link KrippendorffAlpha#interval}, unit by unit, in the memory of a few numbers.
 * The squared differences of all ordered pairs of m numbers add up to 2 m times the sum of their
 * squared distances from their mean; those sums are put together as in T. F. Chan, G. H. Golub and
 * R. J. LeVeque, "Updating Formulae and a Pairwise Algorithm for Computing Sample Variances",
 * COMPSTAT 1982.
 */
public final class IntervalAlpha {
  private final Spread all = new Spread();
  private double observed;

  /**
   * What the numbers are measured in, a power of two that loses no digit: alpha does not depend on
   * it, and squares of the largest and the smallest numbers would be none.
   */
  private int exponent = Double.MIN_EXPONENT;

  /**
   * What the numbers are measured from, the first of them: large ones that are near lose no digit.
   */
  private double origin = Double.NaN;

  /**
   * Adds a unit.
   *
   * @param values finite; a unit with a single value has no part in alpha
   */
  public void addUnit(double... values) {
    if (values.length < 2) {
      return;
    }
    Spread unit = new Spread();
    for (double value : values) {
      makeRoom(value, unit);
      unit.add(Math.scalb(value, -exponent) - origin);
    }
    observed += 2 * values.length * unit.squares / (values.length - 1);
    all.add(unit);
  }

  /** How many values have a part in it. */
  public long pairable() {
    return all.count;
  }

  /** Of the units so far: empty as for {@link KrippendorffAlpha#nominal}. */
  public OptionalDouble alpha() {
    return KrippendorffAlpha.of(observed, 2 * all.count * all.squares, all.count);
  }

  private void makeRoom(double value, Spread unit) {
    int larger = value == 0 ? Double.MIN_EXPONENT : Math.getExponent(value);
    if (larger > exponent) {
      int by = exponent - larger;
      exponent = larger;
      unit.scale(by);
      all.scale(by);
      observed = Math.scalb(observed, 2 * by);
      origin = Math.scalb(origin, by);
    }
    origin = Double.isNaN(origin) ? Math.scalb(value, -exponent) : origin;
  }

  /** How far numbers are from their mean. */
  private static final class Spread {
    private long count;
    private double mean;
    private double squares;

    void add(double value) {
      count++;
      double distance = value - mean;
      mean += distance / count;
      squares += distance * (value - mean);
    }

    void add(Spread other) {
      double distance = other.mean - mean;
      double share = (double) other.count / (count + other.count);
      squares += other.squares + distance * distance * count * share;
      mean += distance * share;
      count += other.count;
    }

    void scale(int by) {
      mean = Math.scalb(mean, by);
      squares = Math.scalb(squares, 2 * by);
    }
  }
}
