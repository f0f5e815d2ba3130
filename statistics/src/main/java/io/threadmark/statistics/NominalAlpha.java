package io.threadmark.statistics;

import java.util.Collection;
import java.util.OptionalDouble;

/**
 * The two sums of {@link KrippendorffAlpha#nominal}, for whoever counts values where they have
 * room: in a unit of m values of which m_c are c, the ordered pairs that differ are m² - Σ m_c².
 */
public final class NominalAlpha {
  private long pairable;
  private double observed;
  private double equal;

  /**
   * Adds a unit.
   *
   * @param counts how often each of its values was given
   * @return whether it has a part in alpha: a unit with a single value has none
   */
  public boolean addUnit(Collection<Long> counts) {
    long size = 0;
    double same = 0;
    for (long count : counts) {
      size += count;
      same += (double) count * count;
    }
    if (size < 2) {
      return false;
    }
    pairable += size;
    observed += ((double) size * size - same) / (size - 1);
    return true;
  }

  /**
   * Adds a value, once for each that there is.
   *
   * @param count how often it was given in all units that have a part in alpha
   */
  public void addValue(long count) {
    equal += (double) count * count;
  }

  /** How many values have a part in it. */
  public long pairable() {
    return pairable;
  }

  /** After all units and all values: empty as for {@link KrippendorffAlpha#nominal}. */
  public OptionalDouble alpha() {
    return KrippendorffAlpha.of(observed, (double) pairable * pairable - equal, pairable);
  }
}
