package io.threadmark.processor.rollup.counting;

import io.threadmark.processor.rollup.rows.Dimensions;
import io.threadmark.schema.state.Contribution;
import io.threadmark.schema.state.CountedFeedback;
import io.threadmark.schema.state.CountedJudged;
import io.threadmark.schema.state.CountedTrace;
import io.threadmark.schema.state.DimensionValue;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Anything that counts, of a small world. */
public final class AnyContributions {
  private AnyContributions() {}

  /** At some of these times. */
  public static Arbitrary<Contribution> at(Arbitrary<Long> times) {
    Arbitrary<List<DimensionValue>> dimensions =
        Arbitraries.of(
                new DimensionValue("model", "a"),
                new DimensionValue("model", "b"),
                new DimensionValue("segment", "plan:pro"),
                new DimensionValue("model_segment", Dimensions.modelSegment("a", "plan:pro")))
            .set()
            .ofMaxSize(3)
            .map(
                some ->
                    Stream.concat(Stream.of(new DimensionValue("all", "")), some.stream())
                        .toList());
    Arbitrary<Contribution> what =
        Arbitraries.oneOf(
            Arbitraries.of(true, false).map(labeled -> contribution(labeled, null, null, null)),
            Combinators.combine(
                    Arbitraries.of(true, false),
                    Arbitraries.of(0L, 1L, 1_000L, 5_000_000L).injectNull(0.3),
                    Arbitraries.of(0L, 7L))
                .as(
                    (error, latency, tokens) ->
                        contribution(
                            null,
                            new CountedTrace(error, latency, tokens, 1L, tokens + 1),
                            null,
                            null)),
            Combinators.combine(
                    Arbitraries.of("", "x", "y"),
                    Arbitraries.of(true, false),
                    Arbitraries.of(true, false))
                .as(
                    (name, explicit, implicit) ->
                        contribution(
                            null, null, new CountedJudged(name, explicit, implicit), null)),
            feedback().map(feedback -> contribution(null, null, null, feedback)));
    return Combinators.combine(times, dimensions, what)
        .as(
            (time, under, contribution) -> {
              Contribution one = Contribution.newBuilder(contribution).build();
              one.setTime(time);
              one.setDimensions(under);
              return one;
            });
  }

  private static Arbitrary<CountedFeedback> feedback() {
    return Combinators.combine(
            Arbitraries.of("x", "y"),
            signals().filter(signal -> !signal.isEmpty()),
            Arbitraries.of("HUMAN", "CODE"),
            Arbitraries.of("true", "false").injectNull(0.5),
            Arbitraries.of("POSITIVE", "NEGATIVE", "NEUTRAL", "NONE"),
            Arbitraries.of("1", "0.1", "1E+18", "0.123456").injectNull(0.3),
            Arbitraries.of("0", "0.5").injectNull(0.5),
            Arbitraries.of(0L, 90_000_000L).injectNull(0.5))
        .as(
            (name, signal, source, category, polarity, number, normalized, delay) ->
                new CountedFeedback(
                    name,
                    signal,
                    source,
                    category,
                    polarity,
                    category == null ? number : null,
                    category == null && number != null ? normalized : null,
                    delay));
  }

  private static Arbitrary<String> signals() {
    return Arbitraries.of("", "EXPLICIT", "IMPLICIT");
  }

  private static Contribution contribution(
      Boolean labeled, CountedTrace trace, CountedJudged judged, CountedFeedback feedback) {
    return new Contribution(0L, List.of(), labeled, trace, judged, feedback);
  }
}
