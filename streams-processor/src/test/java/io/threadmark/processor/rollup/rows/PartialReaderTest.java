package io.threadmark.processor.rollup.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.processor.query.metrics.TimeRange;
import io.threadmark.processor.rollup.counting.AnyContributions;
import io.threadmark.processor.store.Holding;
import io.threadmark.processor.store.MemoryRows;
import io.threadmark.schema.Micros;
import io.threadmark.schema.Rollup;
import io.threadmark.schema.TraceTotals;
import io.threadmark.schema.project.Projects;
import io.threadmark.schema.state.Contribution;
import io.threadmark.schema.state.CountedChange;
import io.threadmark.schema.state.CountedFeedback;
import io.threadmark.schema.state.CountedJudged;
import io.threadmark.schema.state.DimensionValue;
import io.threadmark.schema.state.MetricsAnswer;
import io.threadmark.schema.state.MetricsQuestion;
import io.threadmark.schema.state.RollupFloors;
import io.threadmark.schema.state.WindowRange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/** What partitions answer together is the sum of all that is there. */
class PartialReaderTest {
  private static final String PROJECT = "acme";
  private static final long MINUTE = Granularity.MINUTE.micros();

  /** Something that counts, in one of the partitions. */
  private record Placed(int partition, Contribution contribution) {}

  /** What is added up together. */
  private record Group(long window, String value, Part part) {}

  @Property(tries = 500)
  void anAnswerIsThePlainSumOfWhatIsAsked(
      @ForAll("placed") List<Placed> placed,
      @ForAll("questions") MetricsQuestion question,
      @ForAll Random random) {
    MetricsAnswer answer = answer(question, partitions(3, placed), random);
    assertThat(answer.getFloors()).isNull();
    assertThat(answer.getOverflowed()).isEmpty();
    Map<Group, SpecificRecord> found = new HashMap<>();
    for (Rollup rollup : answer.getRollups()) {
      assertThat(found.put(group(rollup), totals(rollup))).isNull();
    }
    assertThat(found)
        .isEqualTo(plain(question, placed.stream().map(Placed::contribution).toList()));
  }

  @Test
  void aWindowOverflowsWithMoreValuesThanAreToldApart() {
    List<MemoryRows> partitions = partitions(3, List.of());
    for (int i = 0; i < PartialReader.MOST_VALUES; i++) {
      put(partitions, i, thread(0, "model", "m" + i));
    }
    put(partitions, 1, thread(0, "model", "m0"));
    put(partitions, 2, thread(MINUTE, "model", "m0"));
    MetricsQuestion question = question("model", null, true);
    assertThat(answer(question, partitions, new Random(1)))
        .satisfies(answer -> assertThat(answer.getOverflowed()).isEmpty())
        .satisfies(answer -> assertThat(of(answer, 0)).hasSize(PartialReader.MOST_VALUES))
        .satisfies(answer -> assertThat(of(answer, MINUTE)).hasSize(1));

    put(partitions, 1, thread(0, "model", "one more"));
    assertThat(answer(question, partitions, new Random(2)))
        .satisfies(answer -> assertThat(answer.getOverflowed()).containsExactly(0L))
        .satisfies(answer -> assertThat(of(answer, 0)).hasSize(PartialReader.MOST_VALUES))
        .satisfies(answer -> assertThat(of(answer, MINUTE)).hasSize(1));
    assertThat(answer(question("model", "m0", true), partitions, new Random(3)).getOverflowed())
        .isEmpty();
  }

  @Test
  void aWindowOverflowsWithMoreNamesThanAreToldApart() {
    List<MemoryRows> partitions = partitions(2, List.of());
    put(partitions, 0, thread(0, "all", ""));
    for (int i = 0; i < PartialReader.MOST_VALUES; i++) {
      put(partitions, i, named("n" + i));
      put(partitions, i + 1, judged("n" + i));
    }
    MetricsQuestion question = question("all", "", false);
    int most = 1 + 2 * PartialReader.MOST_VALUES;
    assertThat(answer(question, partitions, new Random(1)))
        .satisfies(answer -> assertThat(answer.getOverflowed()).isEmpty())
        .satisfies(answer -> assertThat(answer.getRollups()).hasSize(most));

    put(partitions, 0, judged("one more"));
    assertThat(answer(question, partitions, new Random(2)))
        .satisfies(answer -> assertThat(answer.getOverflowed()).containsExactly(0L))
        .satisfies(answer -> assertThat(answer.getRollups()).hasSizeLessThanOrEqualTo(most));
  }

  private static List<Rollup> of(MetricsAnswer answer, long window) {
    return answer.getRollups().stream()
        .filter(rollup -> Micros.of(rollup.getWindowStart()) == window)
        .toList();
  }

  private static void put(List<MemoryRows> partitions, int i, Contribution contribution) {
    put(partitions.get(i % partitions.size()), PROJECT, contribution);
  }

  private static void put(MemoryRows rows, String project, Contribution contribution) {
    ChangeSum sum = new ChangeSum();
    sum.add(project, new CountedChange(null, contribution));
    new Partials(rows).add(sum);
  }

  @Test
  void whereWindowsThatAreAskedForAreGoneAllThatIsToldAreTheOnesThatAreKept() {
    MemoryRows rows = new MemoryRows();
    put(rows, PROJECT, thread(0, "all", ""));
    RollupFloors floors = new Partials(rows).raiseFloors(Projects.UNSET.of(PROJECT), 0);
    MetricsQuestion question = question("all", "", false);
    question.setFloors(new RollupFloors(floors.getMinute() - 1, floors.getHour(), floors.getDay()));
    MetricsAnswer answer =
        PartialReader.answer(question, List.of(new MemoryRows(), rows), Holding.UNCOUNTED);
    assertThat(answer.getFloors()).isEqualTo(floors);
    assertThat(answer.getRollups()).isEmpty();

    question.setFloors(floors);
    assertThat(PartialReader.answer(question, List.of(rows), Holding.UNCOUNTED).getFloors())
        .isNull();
  }

  @Test
  void whatIsOfAnotherProjectIsNotRead() {
    MemoryRows rows = new MemoryRows();
    put(rows, "acme2", thread(0, "model", "m"));
    put(rows, "acm", thread(0, "model", "m"));
    assertThat(
            PartialReader.answer(question("model", null, true), List.of(rows), Holding.UNCOUNTED)
                .getRollups())
        .isEmpty();
  }

  /** Each partition is answered for by itself, or several by one instance, in any order. */
  private static MetricsAnswer answer(
      MetricsQuestion question, List<MemoryRows> partitions, Random random) {
    List<MemoryRows> some = new ArrayList<>(partitions);
    Collections.shuffle(some, random);
    int first = random.nextInt(some.size() + 1);
    List<MetricsAnswer> answers =
        Stream.of(some.subList(0, first), some.subList(first, some.size()))
            .map(rows -> PartialReader.answer(question, rows, Holding.UNCOUNTED))
            .toList();
    PartialReader.Sum sum = PartialReader.sum(question);
    answers.forEach(sum::add);
    return sum.answer();
  }

  private static List<MemoryRows> partitions(int count, List<Placed> placed) {
    List<MemoryRows> partitions = Stream.generate(MemoryRows::new).limit(count).toList();
    for (Placed one : placed) {
      put(partitions, one.partition, one.contribution);
    }
    return partitions;
  }

  private static Map<Group, SpecificRecord> plain(
      MetricsQuestion question, List<Contribution> contributions) {
    Map<Group, List<Contribution>> groups = new HashMap<>();
    for (WindowRange range : question.getRanges()) {
      long length = Granularity.of(range.getGranularity()).micros();
      for (Contribution one : contributions) {
        long window = Math.floorDiv(one.getTime(), length) * length;
        if (window < range.getFrom() || window >= range.getTo() || !isAsked(question, one)) {
          continue;
        }
        one.getDimensions().stream()
            .filter(value -> value.getDimension().equals(question.getDimension()))
            .map(DimensionValue::getValue)
            .filter(value -> question.getValue() == null || value.equals(question.getValue()))
            .forEach(
                value ->
                    groups
                        .computeIfAbsent(
                            new Group(question.getByWindow() ? window : 0, value, Part.of(one)),
                            none -> new ArrayList<>())
                        .add(one));
      }
    }
    Map<Group, SpecificRecord> sums = new HashMap<>();
    groups.forEach((group, all) -> sums.put(group, PlainTotals.sum(group.part, all)));
    return sums;
  }

  private static boolean isAsked(MetricsQuestion question, Contribution one) {
    Predicate<String> name =
        found -> question.getFeedbackName() == null || question.getFeedbackName().equals(found);
    Predicate<String> signal =
        found -> question.getSignal() == null || question.getSignal().equals(found);
    Part part = Part.of(one);
    if (part instanceof Part.Series series) {
      return name.test(series.name()) && signal.test(series.signal());
    }
    return !(part instanceof Part.Judged judged) || name.test(judged.name());
  }

  private static Group group(Rollup rollup) {
    Part part = Part.TRACES;
    if (rollup.getFeedback() != null) {
      part =
          new Part.Series(
              rollup.getFeedbackName(),
              rollup.getSignal(),
              rollup.getSourceType(),
              rollup.getCategory());
    } else if (rollup.getFeedbackName() != null) {
      part = new Part.Judged(rollup.getFeedbackName());
    }
    return new Group(Micros.of(rollup.getWindowStart()), orEmpty(rollup.getDimensionValue()), part);
  }

  private static SpecificRecord totals(Rollup rollup) {
    TraceTotals traces = rollup.getTraces();
    return traces == null ? rollup.getFeedback() : traces;
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }

  private static Contribution thread(long time, String dimension, String value) {
    List<DimensionValue> under = List.of(new DimensionValue(dimension, value));
    return new Contribution(time, under, false, null, null, null);
  }

  private static Contribution judged(String name) {
    Contribution judged = thread(0, "all", "");
    judged.setLabeledThread(null);
    judged.setJudged(new CountedJudged(name, true, false));
    return judged;
  }

  private static Contribution named(String name) {
    Contribution named = thread(0, "all", "");
    named.setLabeledThread(null);
    named.setFeedback(
        new CountedFeedback(name, "EXPLICIT", "HUMAN", "true", "POSITIVE", null, null, null));
    return named;
  }

  private static MetricsQuestion question(String dimension, String value, boolean byWindow) {
    return new MetricsQuestion(
        PROJECT,
        List.of(0),
        Partials.NO_FLOORS,
        List.of(new WindowRange("minute", 0L, 10 * MINUTE)),
        byWindow,
        dimension,
        value,
        null,
        null);
  }

  @Provide
  Arbitrary<List<Placed>> placed() {
    Arbitrary<Long> times = Arbitraries.longs().between(-3 * MINUTE, 70 * MINUTE);
    return Combinators.combine(Arbitraries.integers().between(0, 2), AnyContributions.at(times))
        .as(Placed::new)
        .list()
        .ofMaxSize(25);
  }

  @Provide
  Arbitrary<MetricsQuestion> questions() {
    Arbitrary<MetricsQuestion> of =
        Arbitraries.of(
            question("all", "", false),
            question("model", null, false),
            question("model", "a", false),
            question("model", "none", false),
            question("model_segment", null, false),
            question("segment", "plan:pro", false));
    Arbitrary<List<WindowRange>> ranges =
        Arbitraries.of(
            List.of(new WindowRange("minute", 0L, 10 * MINUTE)),
            List.of(
                new WindowRange("minute", -2 * MINUTE, 0L),
                new WindowRange("hour", 0L, 60 * MINUTE),
                new WindowRange("minute", 60 * MINUTE, 65 * MINUTE)),
            List.of(new WindowRange("day", 0L, TimeRange.OPEN)));
    return Combinators.combine(
            of,
            ranges,
            Arbitraries.of(true, false),
            Arbitraries.of("x", "none").injectNull(0.5),
            Arbitraries.of("EXPLICIT", "IMPLICIT").injectNull(0.5))
        .as(
            (question, windows, byWindow, name, signal) -> {
              MetricsQuestion asked = MetricsQuestion.newBuilder(question).build();
              asked.setRanges(windows);
              asked.setByWindow(byWindow);
              asked.setFeedbackName(name);
              asked.setSignal(signal);
              return asked;
            });
  }
}
