package io.threadmark.processor.rollup.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.processor.thread.rows.ThreadContext;
import io.threadmark.processor.thread.rows.TraceMeasures;
import io.threadmark.schema.state.DimensionValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DimensionsTest {
  private static final ThreadContext THREAD =
      new ThreadContext(
          0,
          true,
          Map.of("plan", "free"),
          Map.of("env", "prod", "version", "1", "team", "a"),
          List.of("refund"),
          List.of("slow"));

  @Test
  void aTraceCountsUnderItsOwnAndUnderWhatItsThreadIsLabeledWith() {
    assertThat(
            Dimensions.of(
                trace("m", Map.of("plan", "pro"), Map.of("env", "test")),
                THREAD,
                List.of("env", "team", "none")))
        .containsExactlyInAnyOrder(
            new DimensionValue("all", ""),
            new DimensionValue("intent", "refund"),
            new DimensionValue("issue", "slow"),
            new DimensionValue("model", "m"),
            new DimensionValue("segment", "plan:pro"),
            new DimensionValue("model_segment", "m\u001Fplan:pro"),
            new DimensionValue("app_version", "1"),
            new DimensionValue("tag:env", "test"),
            new DimensionValue("tag:team", "a"));
  }

  @Test
  void aTraceWithoutSegmentsCountsUnderThoseOfItsThread() {
    assertThat(Dimensions.of(trace(null, Map.of(), Map.of()), THREAD, List.of()))
        .contains(new DimensionValue("segment", "plan:free"))
        .noneMatch(value -> value.getDimension().startsWith("model"));
  }

  @Test
  void ofTheTagsThatNameAVersionTheFirstCounts() {
    Map<String, String> tags = Map.of("version", "3", "service.version", "2");
    assertThat(Dimensions.of(trace(null, Map.of(), tags), THREAD, List.of()))
        .contains(new DimensionValue("app_version", "2"));
  }

  @Test
  void aThreadCountsUnderNoModelAndNoVersion() {
    assertThat(Dimensions.of(THREAD, List.of("env")))
        .containsExactlyInAnyOrder(
            new DimensionValue("all", ""),
            new DimensionValue("intent", "refund"),
            new DimensionValue("issue", "slow"),
            new DimensionValue("segment", "plan:free"),
            new DimensionValue("tag:env", "prod"));
  }

  @Test
  void valuesThatAreTheSameWhenTheyAreCutCountOnce() {
    String shared = "x".repeat(256);
    ThreadContext thread =
        new ThreadContext(
            0, false, Map.of(), Map.of(), List.of(shared + "a", shared + "b"), List.of());
    assertThat(Dimensions.of(thread, List.of("k", "k")))
        .containsExactly(new DimensionValue("all", ""), new DimensionValue("intent", shared));
  }

  @Test
  void underAsManyValuesAsAreCountedAThingCountsWhollyAndUnderNoMarker() {
    assertThat(Dimensions.of(traceOf(16), threadOf(16), List.of()))
        .contains(
            new DimensionValue("intent", "w25"),
            new DimensionValue("issue", "w25"),
            new DimensionValue("segment", "w25:a"),
            new DimensionValue("model_segment", "m\u001Fw25:a"))
        .noneMatch(value -> value.getDimension().equals("beyond"))
        .hasSize(2 + 4 * 16);
  }

  @Test
  void ofMoreValuesTheFirstInTheirOrderCountAndThatThereAreMore() {
    assertThat(Dimensions.of(traceOf(17), threadOf(17), List.of()))
        .contains(
            new DimensionValue("beyond", "intent"),
            new DimensionValue("beyond", "issue"),
            new DimensionValue("beyond", "segment"),
            new DimensionValue("intent", "w10"),
            new DimensionValue("model_segment", "m\u001Fw25:a"))
        .noneMatch(value -> value.getValue().contains("w26"))
        .hasSize(2 + 4 * 16 + 3);
    assertThat(Dimensions.of(threadOf(17), List.of()))
        .contains(new DimensionValue("beyond", "segment"))
        .hasSize(1 + 3 * 16 + 3);
  }

  @Test
  void noMoreTagsCountThanAProjectMayName() {
    List<String> keys = IntStream.range(0, 40).mapToObj(key -> "k" + key).toList();
    Map<String, String> tags = keys.stream().collect(Collectors.toMap(key -> key, key -> "v"));
    assertThat(Dimensions.of(trace(null, Map.of(), tags), threadOf(0), keys)).hasSize(1 + 32);
  }

  /** Its values are two digits, so that they sort alike as numbers and as text. */
  private static List<String> words(int count) {
    List<String> words = new ArrayList<>();
    IntStream.range(10, 10 + count).forEach(number -> words.add("w" + number));
    Collections.reverse(words);
    return words;
  }

  private static ThreadContext threadOf(int count) {
    return new ThreadContext(0, true, segmentsOf(count), Map.of(), words(count), words(count));
  }

  private static TraceMeasures traceOf(int count) {
    return trace("m", segmentsOf(count), Map.of());
  }

  private static Map<String, String> segmentsOf(int count) {
    return words(count).stream().collect(Collectors.toMap(word -> word, word -> "a"));
  }

  @Property
  void aPrintableTextIsShortHasNoControlCharactersAndStaysAsItIs(@ForAll String text) {
    String printable = Dimensions.printable(text);
    assertThat(printable).hasSizeLessThanOrEqualTo(256);
    assertThat(printable.chars()).noneMatch(Character::isISOControl);
    assertThat(Dimensions.printable(printable)).isEqualTo(printable);
  }

  @Test
  void aPairOfSurrogatesIsNotCutInTwo() {
    assertThat(Dimensions.printable("x".repeat(255) + "😀")).isEqualTo("x".repeat(255));
    assertThat(Dimensions.printable("x".repeat(254) + "😀y")).isEqualTo("x".repeat(254) + "😀");
  }

  @Property
  void modelAndSegmentAreToldApartAgain(@ForAll String model, @ForAll String segment) {
    assertThat(Dimensions.modelAndSegment(Dimensions.modelSegment(model, segment)))
        .containsExactly(Dimensions.printable(model), Dimensions.printable(segment));
  }

  private static TraceMeasures trace(
      String model, Map<String, String> segments, Map<String, String> tags) {
    return new TraceMeasures(0, model, segments, tags, false, null, Map.of());
  }
}
