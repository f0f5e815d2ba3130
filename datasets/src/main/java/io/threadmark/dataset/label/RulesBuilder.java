package io.threadmark.dataset.label;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** States rules; what is not stated is as in {@link Rules#STANDARD}. */
public final class RulesBuilder {
  private SortedSet<String> names = new TreeSet<>();
  private SortedSet<String> sourceTypes = new TreeSet<>();
  private SortedSet<String> excludeRaters = new TreeSet<>();
  private SortedMap<String, Threshold> thresholds = new TreeMap<>();
  private boolean implicit;
  private int minRaters = 1;
  private int maxPerRater;
  private double agreementAtLeast;
  private boolean adjacentPairs;
  private FewShotCaps fewShot = FewShotCaps.STANDARD;

  RulesBuilder() {}

  public RulesBuilder names(Set<String> wanted) {
    names = new TreeSet<>(wanted);
    return this;
  }

  public RulesBuilder sourceTypes(Set<String> wanted) {
    sourceTypes = new TreeSet<>(wanted);
    return this;
  }

  public RulesBuilder excludeRaters(Set<String> excluded) {
    excludeRaters = new TreeSet<>(excluded);
    return this;
  }

  public RulesBuilder thresholds(Map<String, Threshold> stated) {
    thresholds = new TreeMap<>(stated);
    return this;
  }

  public RulesBuilder implicit(boolean count) {
    implicit = count;
    return this;
  }

  public RulesBuilder minRaters(int least) {
    minRaters = least;
    return this;
  }

  public RulesBuilder maxPerRater(int most) {
    maxPerRater = most;
    return this;
  }

  public RulesBuilder agreementAtLeast(double share) {
    agreementAtLeast = share;
    return this;
  }

  public RulesBuilder adjacentPairs(boolean only) {
    adjacentPairs = only;
    return this;
  }

  public RulesBuilder fewShot(FewShotCaps caps) {
    fewShot = caps;
    return this;
  }

  /** Rules that mean nothing are refused with the name of what is wrong. */
  public Rules build() {
    return new Rules(
        names,
        sourceTypes,
        excludeRaters,
        thresholds,
        implicit,
        minRaters,
        maxPerRater,
        agreementAtLeast,
        adjacentPairs,
        fewShot);
  }
}
