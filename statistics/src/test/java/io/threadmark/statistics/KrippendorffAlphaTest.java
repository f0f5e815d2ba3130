package io.threadmark.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * The examples are those of K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011,
 * whose results stand there with three digits. The further digits are those of the Python package
 * krippendorff 0.9.0 for the same data.
 */
class KrippendorffAlphaTest {
  private static final Offset<Double> PUBLISHED = within(0.0005);
  private static final Offset<Double> EXACT = within(1e-12);

  /** Section C: a row for each of four observers; a dot is a missing value. */
  private static final List<String> FOUR_OBSERVERS =
      List.of(
          "1 2 3 3 2 1 4 1 2 . . .",
          "1 2 3 3 2 2 4 1 2 5 . 3",
          ". 3 3 3 2 3 4 2 2 5 1 .",
          "1 2 3 3 2 4 4 1 2 5 1 .");

  /** Section A: binary data of two observers. */
  private static final List<String> BINARY = List.of("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0");

  /** Section B: nominal data of two observers, a to e. */
  private static final List<String> NOMINAL =
      List.of("1 1 2 2 4 3 3 3 5 4 4 1", "2 1 2 2 2 3 3 3 5 4 4 4");

  @Test
  void nominalDataOfFourObserversAsPublished() {
    assertThat(nominal(FOUR_OBSERVERS)).isCloseTo(0.743, PUBLISHED);
    assertThat(nominal(FOUR_OBSERVERS)).isCloseTo(0.743421052631579, EXACT);
  }

  @Test
  void ordinalDataOfFourObserversAsPublished() {
    assertThat(KrippendorffAlpha.ordinal(units(FOUR_OBSERVERS)).getAsDouble())
        .isCloseTo(0.815, PUBLISHED)
        .isCloseTo(0.8153875037548814, EXACT);
  }

  @Test
  void intervalDataOfFourObserversAsPublished() {
    assertThat(KrippendorffAlpha.interval(units(FOUR_OBSERVERS)).getAsDouble())
        .isCloseTo(0.849, PUBLISHED)
        .isCloseTo(0.8491071428571428, EXACT);
  }

  @Property
  void anyNumbersHaveAFigureOrNone(
      @ForAll @Size(min = 1, max = 5) List<@Size(min = 1, max = 4) List<Double>> units) {
    List<double[]> numbers =
        units.stream()
            .map(unit -> unit.stream().mapToDouble(Double::doubleValue).toArray())
            .toList();
    KrippendorffAlpha.interval(numbers).ifPresent(alpha -> assertThat(alpha).isFinite());
    KrippendorffAlpha.ordinal(numbers).ifPresent(alpha -> assertThat(alpha).isFinite());
  }

  @Test
  void theUnitOfNumbersDoesNotMatter() {
    List<double[]> huge =
        List.of(new double[] {1e160, -1e160}, new double[] {1e160, 1e160}, new double[] {-1e160});
    List<double[]> small = List.of(new double[] {1, -1}, new double[] {1, 1}, new double[] {-1});
    assertThat(KrippendorffAlpha.interval(huge).getAsDouble())
        .isCloseTo(KrippendorffAlpha.interval(small).getAsDouble(), EXACT);
  }

  @Test
  void binaryDataOfTwoObserversAsPublished() {
    assertThat(nominal(BINARY)).isCloseTo(0.095, PUBLISHED).isCloseTo(0.09523809523809534, EXACT);
  }

  @Test
  void nominalDataOfTwoObserversAsPublished() {
    assertThat(nominal(NOMINAL)).isCloseTo(0.692, PUBLISHED).isCloseTo(0.6919642857142858, EXACT);
  }

  @Test
  void binaryDataAgreeAlikeAtEveryLevel() {
    assertThat(KrippendorffAlpha.interval(units(BINARY)).getAsDouble())
        .isCloseTo(nominal(BINARY), EXACT);
    assertThat(KrippendorffAlpha.ordinal(units(BINARY)).getAsDouble())
        .isCloseTo(nominal(BINARY), EXACT);
  }

  @Test
  void whereNothingCanBeComparedOrNothingDiffersThereIsNoAlpha() {
    assertThat(KrippendorffAlpha.nominal(List.of())).isEmpty();
    assertThat(KrippendorffAlpha.nominal(List.of(List.of("a"), List.of("b")))).isEmpty();
    assertThat(KrippendorffAlpha.nominal(List.of(List.of("a", "a"), List.of("a", "a")))).isEmpty();
    assertThat(KrippendorffAlpha.interval(List.of(new double[] {2, 2}))).isEmpty();
    assertThat(KrippendorffAlpha.ordinal(List.of(new double[] {2, 2}, new double[] {3}))).isEmpty();
  }

  @Test
  void largeNumbersLoseNoDigits() {
    List<double[]> shifted =
        units(FOUR_OBSERVERS).stream()
            .map(unit -> Arrays.stream(unit).map(value -> value + 1e9).toArray())
            .toList();
    assertThat(KrippendorffAlpha.interval(shifted).getAsDouble())
        .isCloseTo(0.8491071428571428, within(1e-9));
  }

  @Property
  void itIsWhatTheCoincidenceMatrixGives(@ForAll("data") List<List<Integer>> data) {
    List<double[]> units = numbers(data);
    assertSame(KrippendorffAlpha.nominal(data), byMatrix(data, (c, k) -> c == k ? 0 : 1));
    assertSame(KrippendorffAlpha.interval(units), byMatrix(data, (c, k) -> (c - k) * (c - k)));
    Map<Integer, Integer> counts = new TreeMap<>();
    data.stream()
        .filter(unit -> unit.size() > 1)
        .forEach(unit -> unit.forEach(value -> counts.merge(value, 1, Integer::sum)));
    assertSame(
        KrippendorffAlpha.ordinal(units),
        byMatrix(
            data,
            (c, k) -> {
              double between =
                  IntStream.rangeClosed((int) Math.min(c, k), (int) Math.max(c, k))
                      .map(g -> counts.getOrDefault(g, 0))
                      .sum();
              double distance = between - (counts.get((int) c) + counts.get((int) k)) / 2.0;
              return c == k ? 0 : distance * distance;
            }));
  }

  @Property
  void theOrderOfUnitsAndRatersDoesNotMatter(
      @ForAll("data") List<List<Integer>> data, @ForAll long seed) {
    Random random = new Random(seed);
    List<List<Integer>> shuffled = new ArrayList<>();
    data.forEach(
        unit -> {
          List<Integer> values = new ArrayList<>(unit);
          Collections.shuffle(values, random);
          shuffled.add(values);
        });
    Collections.shuffle(shuffled, random);
    assertSame(KrippendorffAlpha.nominal(shuffled), KrippendorffAlpha.nominal(data));
    assertSame(
        KrippendorffAlpha.interval(numbers(shuffled)), KrippendorffAlpha.interval(numbers(data)));
    assertSame(
        KrippendorffAlpha.ordinal(numbers(shuffled)), KrippendorffAlpha.ordinal(numbers(data)));
  }

  @Property
  void nominalAlphaKnowsNoLabelsAndOrdinalAlphaNoDistances(
      @ForAll("data") List<List<Integer>> data) {
    List<List<String>> relabelled =
        data.stream().map(unit -> unit.stream().map(v -> "label " + (5 - v)).toList()).toList();
    assertSame(KrippendorffAlpha.nominal(relabelled), KrippendorffAlpha.nominal(data));
    List<double[]> stretched =
        numbers(data).stream().map(unit -> Arrays.stream(unit).map(Math::exp).toArray()).toList();
    assertSame(KrippendorffAlpha.ordinal(stretched), KrippendorffAlpha.ordinal(numbers(data)));
  }

  @Property
  void perfectAgreementIsOne(@ForAll("data") List<List<Integer>> data) {
    List<List<Integer>> agreeing =
        data.stream()
            .filter(unit -> unit.size() > 1)
            .map(unit -> Collections.nCopies(unit.size(), unit.get(0)))
            .toList();
    Assume.that(agreeing.stream().map(unit -> unit.get(0)).distinct().count() > 1);
    assertThat(KrippendorffAlpha.nominal(agreeing).getAsDouble()).isEqualTo(1);
    assertThat(KrippendorffAlpha.interval(numbers(agreeing)).getAsDouble()).isCloseTo(1, EXACT);
    assertThat(KrippendorffAlpha.ordinal(numbers(agreeing)).getAsDouble()).isCloseTo(1, EXACT);
  }

  @Provide
  static Arbitrary<List<List<Integer>>> data() {
    return Arbitraries.integers().between(0, 4).list().ofMaxSize(6).list().ofMaxSize(15);
  }

  /** The definition, word by word: alpha = 1 - (n - 1) sum(o_ck d_ck) / sum(n_c n_k d_ck). */
  private static OptionalDouble byMatrix(List<List<Integer>> data, DoubleBinaryOperator distance) {
    Map<List<Integer>, Double> coincidences = new HashMap<>();
    for (List<Integer> unit : data) {
      for (int i = 0; i < unit.size(); i++) {
        for (int j = 0; j < unit.size(); j++) {
          if (i != j) {
            coincidences.merge(
                List.of(unit.get(i), unit.get(j)), 1.0 / (unit.size() - 1), Double::sum);
          }
        }
      }
    }
    Map<Integer, Double> margins = new HashMap<>();
    coincidences.forEach((pair, count) -> margins.merge(pair.get(0), count, Double::sum));
    double n = margins.values().stream().mapToDouble(Double::doubleValue).sum();
    double observed = 0;
    double expected = 0;
    for (int c : margins.keySet()) {
      for (int k : margins.keySet()) {
        double d = distance.applyAsDouble(c, k);
        observed += coincidences.getOrDefault(List.of(c, k), 0.0) * d;
        expected += margins.get(c) * margins.get(k) * d;
      }
    }
    return expected == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(1 - (n - 1) * observed / expected);
  }

  private static void assertSame(OptionalDouble found, OptionalDouble expected) {
    assertThat(found.isPresent()).isEqualTo(expected.isPresent());
    if (expected.isPresent()) {
      assertThat(found.getAsDouble()).isCloseTo(expected.getAsDouble(), within(1e-9));
    }
  }

  private static double nominal(List<String> raters) {
    return KrippendorffAlpha.nominal(
            units(raters).stream().map(unit -> Arrays.stream(unit).boxed().toList()).toList())
        .getAsDouble();
  }

  private static List<double[]> numbers(List<List<Integer>> data) {
    return data.stream()
        .map(unit -> unit.stream().mapToDouble(Integer::doubleValue).toArray())
        .toList();
  }

  private static List<double[]> units(List<String> raters) {
    List<String[]> rows = raters.stream().map(row -> row.split(" ", -1)).toList();
    return IntStream.range(0, rows.get(0).length)
        .mapToObj(
            unit ->
                rows.stream()
                    .map(row -> row[unit])
                    .filter(value -> !value.equals("."))
                    .mapToDouble(Double::parseDouble)
                    .toArray())
        .toList();
  }
}
