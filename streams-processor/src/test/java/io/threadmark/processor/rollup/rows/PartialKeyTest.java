package io.threadmark.processor.rollup.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PartialKeyTest {
  private static final Comparator<String> AS_BYTES =
      Comparator.comparing(text -> text.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  /** Days before hours before minutes: by their letters. */
  private static final Comparator<PartialKey> ORDER =
      Comparator.comparing(PartialKey::project, AS_BYTES)
          .thenComparing(key -> key.granularity().letter())
          .thenComparing(PartialKey::dimension, AS_BYTES)
          .thenComparing(PartialKey::value, AS_BYTES)
          .thenComparing(PartialKey::window);

  @Property
  void aKeyIsReadAsItWasWritten(@ForAll("keys") PartialKey key) {
    assertThat(PartialKey.read(key.bytes())).isEqualTo(key);
  }

  @Property
  void keysSortByProjectLengthDimensionValueAndWindow(
      @ForAll("keys") PartialKey one, @ForAll("keys") PartialKey other) {
    int order = ORDER.compare(one, other);
    int found = Arrays.compareUnsigned(one.bytes(), other.bytes());
    if (order == 0) {
      assertThat(found == 0).isEqualTo(one.equals(other));
    } else {
      assertThat(Integer.signum(found)).isEqualTo(Integer.signum(order));
    }
  }

  @Property
  void noTwoTotalsArePublishedUnderOneKey(
      @ForAll("keys") PartialKey one, @ForAll("keys") PartialKey other) {
    assertThat(text(one).equals(text(other))).isEqualTo(one.equals(other));
  }

  @Property
  void aPublishedKeyIsOneLineWhosePartsStandBetweenSlashes(@ForAll("keys") PartialKey key) {
    assertThat(text(key).chars()).noneMatch(Character::isISOControl);
    assertThat(text(key).split("/", -1))
        .hasSize(3 + (key.dimension().equals(Dimensions.ALL) ? 0 : 1) + parts(key.part()));
  }

  @Test
  void aPublishedKeyReadsWell() {
    PartialKey key =
        new PartialKey(
            "acme",
            Granularity.HOUR,
            "model",
            "gpt/x",
            0,
            new Part.Series("thumbs", "EXPLICIT", "HUMAN", "100%"));
    assertThat(text(key))
        .isEqualTo(
            "acme/model/gpt%2Fx/hour:1970-01-01T00:00:00Z/feedback/EXPLICIT/HUMAN/thumbs/100%25");
  }

  private static int parts(Part part) {
    if (part instanceof Part.Series series) {
      return series.category() == null ? 4 : 5;
    }
    return part instanceof Part.Judged ? 2 : 0;
  }

  private static String text(PartialKey key) {
    return new String(Rollups.key(key), StandardCharsets.UTF_8);
  }

  /** Few different ones, so that two of them often differ in one part alone. */
  @Provide
  Arbitrary<PartialKey> keys() {
    Arbitrary<List<String>> dimensions =
        Arbitraries.oneOf(
            Arbitraries.of(List.of(List.of(Dimensions.ALL, ""))),
            Combinators.combine(Arbitraries.of("model", "segment", "tag:a", "tag:b/c"), values())
                .as(List::of),
            Combinators.combine(values(), values())
                .as(
                    (model, segment) ->
                        List.of(
                            Dimensions.MODEL_SEGMENT, Dimensions.modelSegment(model, segment))));
    Arbitrary<Part> parts =
        Arbitraries.oneOf(
            Arbitraries.of(Part.TRACES),
            values().map(Part.Judged::new),
            Combinators.combine(
                    values(), signals(), Arbitraries.of("HUMAN", "CODE"), values().injectNull(0.3))
                .as(Part.Series::new));
    return Combinators.combine(
            Arbitraries.oneOf(Arbitraries.of("a", "a/b", "a%2Fb"), values())
                .filter(project -> !project.isEmpty()),
            Arbitraries.of(Granularity.class),
            dimensions,
            Arbitraries.of(0L, 60_000_000L, 3_600_000_000L, -60_000_000L),
            parts)
        .as(
            (project, granularity, dimension, window, part) ->
                new PartialKey(
                    project, granularity, dimension.get(0), dimension.get(1), window, part));
  }

  private static Arbitrary<String> signals() {
    return Arbitraries.of("", "EXPLICIT", "IMPLICIT");
  }

  /** Any text that a row can hold, as it is counted. */
  private static Arbitrary<String> values() {
    return Arbitraries.oneOf(
            Arbitraries.of(
                "", "a", "b", "a/b", "a%2Fb", "%", "/", "true", "\u0000", "\u007F\u0085", "😀"),
            Arbitraries.strings().ofMaxLength(4).map(PartialKeyTest::whole))
        .map(Dimensions::printable);
  }

  /** UTF-8 has no half of a surrogate pair. */
  private static String whole(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
