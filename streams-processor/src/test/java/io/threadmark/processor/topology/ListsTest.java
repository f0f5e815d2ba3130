package io.threadmark.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.processor.index.Condition;
import io.threadmark.processor.index.Condition.Comparison;
import io.threadmark.processor.index.Condition.Subject;
import io.threadmark.processor.index.Condition.Test;
import io.threadmark.processor.index.Facet;
import io.threadmark.processor.index.Found;
import io.threadmark.processor.index.IndexFields;
import io.threadmark.processor.index.Place;
import io.threadmark.processor.index.Question;
import io.threadmark.processor.index.Question.Order;
import io.threadmark.processor.index.Selection;
import io.threadmark.processor.index.Selection.Unit;
import io.threadmark.processor.index.SelectionMatcher;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.apache.avro.specific.SpecificRecord;

/**
 * Whatever happened, and whatever is asked: what the index finds is what is found by looking at
 * every row of the store.
 */
class ListsTest {
  static final int PARTITIONS = 2;
  private static final int QUESTIONS = 25;
  private static final List<String> SEARCHES =
      List.of(
          "refund",
          "cafe",
          "\"where is\"",
          "-refund",
          "re*",
          "退款",
          "order -my",
          "\"my ca\"*",
          "a",
          "b",
          "number 7",
          "nothing");
  private static final List<String> USERS = List.of("anna", "mull", "example", "u1", "b", "zz");

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  void aListIsWhatTheRowsSayForAnyHistory(
      @ForAll("histories") List<SpecificRecord> history, @ForAll long seed) throws IOException {
    holds(history, new Random(seed), SEARCHES);
  }

  @Property(tries = 20, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void aListIsWhatTheRowsSayForACrowd(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    holds(Crowd.of(random), random, SEARCHES);
  }

  @Provide
  net.jqwik.api.Arbitrary<List<SpecificRecord>> histories() {
    return Histories.withErasures();
  }

  /**
   * Rows come to the index as they change, a part of the history at a time.
   *
   * @param searches what people search for
   */
  static void holds(List<SpecificRecord> history, Random random, List<String> searches)
      throws IOException {
    SimulatedCluster cluster =
        new SimulatedCluster(PARTITIONS, 3, Pipeline.TIMING, Events.START.plusSeconds(3_600));
    Schedule schedule = new Schedule(cluster, random, List.of(cluster.clock()), cluster.clock());
    try (Indexes indexes = new Indexes()) {
      int arrived = 0;
      while (arrived < history.size()) {
        int next = arrived + 1 + random.nextInt(history.size() - arrived);
        schedule.play(history.subList(arrived, next));
        arrived = next;
        indexes.follow(cluster, random.nextBoolean());
      }
      schedule.rest();
      indexes.follow(cluster, true);
      PlainList plain = new PlainList(indexes.rows());
      for (int i = 0; i < QUESTIONS; i++) {
        Question question = new Asking(random, plain, searches).question();
        agree(indexes, plain, question);
        if (question.selection().unit() == Unit.THREADS) {
          agree(cluster, plain.ids(question), question.selection());
        }
      }
    }
  }

  private static void agree(Indexes indexes, PlainList plain, Question question) {
    List<String> expected = plain.ids(question);
    Found found = indexes.find(question);
    assertThat(found.count()).as("count of %s", question).isEqualTo(expected.size());
    assertThat(pages(indexes, question)).as("pages of %s", question).isEqualTo(expected);
    for (String name : question.facets()) {
      assertThat(found.facets().get(name))
          .as("facet %s of %s", name, question)
          .isEqualTo(plain.facet(question, Facet.of(question.selection().unit(), name)));
    }
  }

  /** What is published is meant where the list has it; all that is published is in some list. */
  private static void agree(SimulatedCluster cluster, List<String> listed, Selection selection) {
    SelectionMatcher matcher = new SelectionMatcher(selection);
    cluster.labeledThreads().values().stream()
        .filter(thread -> thread.getProjectId().equals(selection.project()))
        .forEach(
            thread ->
                assertThat(matcher.matches(thread))
                    .as("whether %s is meant by %s", thread, selection)
                    .isEqualTo(listed.contains(thread.getThreadId())));
  }

  private static List<String> pages(Indexes indexes, Question question) {
    List<String> ids = new ArrayList<>();
    Place after = null;
    while (true) {
      List<Place> page = indexes.find(behind(question, after)).places();
      page.forEach(place -> ids.add(place.id()));
      if (page.size() < question.size()) {
        return ids;
      }
      after = page.get(page.size() - 1);
    }
  }

  private static Question behind(Question question, Place after) {
    return new Question(
        question.selection(),
        question.order(),
        question.descending(),
        after,
        question.size(),
        List.of());
  }

  /** Makes questions, of what is there mostly. */
  private static final class Asking {
    private static final List<Subject> OF_TRACES = List.of(Subject.TRACE, Subject.FEEDBACK);

    private final Random random;
    private final PlainList plain;
    private final List<String> searches;
    private final Unit unit;

    Asking(Random random, PlainList plain, List<String> searches) {
      this.random = random;
      this.plain = plain;
      this.searches = searches;
      this.unit = one(List.of(Unit.values()));
    }

    Question question() {
      List<Condition> conditions = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        conditions.add(condition());
      }
      List<Order> orders = new ArrayList<>(List.of(Order.values()));
      orders.remove(Order.RELEVANCE);
      if (unit == Unit.THREADS) {
        orders.remove(Order.LATENCY);
      }
      List<String> facets = new ArrayList<>(Facet.names(unit));
      facets.replaceAll(name -> name.replace("KEY", "env"));
      facets.removeIf(name -> random.nextInt(3) > 0);
      Selection selection =
          new Selection(
              Events.PROJECT,
              unit,
              conditions,
              random.nextInt(3) == 0 ? one(searches) : null,
              random.nextInt(6) == 0 ? one(USERS) : null);
      return new Question(
          selection, one(orders), random.nextBoolean(), null, 1 + random.nextInt(12), facets);
    }

    private Condition condition() {
      Subject subject = one(unit == Unit.THREADS ? List.of(Subject.values()) : OF_TRACES);
      int kind = random.nextInt(10);
      if (kind == 0) {
        return compared(
            Subject.FEEDBACK, IndexFields.FEEDBACK_VALUE, one(List.of("1", "2.5", "4")));
      }
      if (kind == 1) {
        Subject own = unit == Unit.THREADS ? Subject.THREAD : Subject.TRACE;
        long at = Events.START.plusSeconds(random.nextInt(3_600)).toEpochMilli() * 1_000;
        return compared(own, IndexFields.CREATED, Long.toString(at));
      }
      if (kind == 2 && unit == Unit.TRACES) {
        return compared(
            Subject.TRACE, IndexFields.LATENCY, Integer.toString(random.nextInt(5_000_000)));
      }
      Map<String, List<String>> values = plain.values(subject);
      if (values.isEmpty()) {
        return Condition.of(subject, IndexFields.NAME, List.of("nothing"));
      }
      String field = one(List.copyOf(values.keySet()));
      List<Test> any =
          IntStream.rangeClosed(0, random.nextInt(2))
              .mapToObj(i -> Test.equal(one(values.get(field))))
              .toList();
      boolean either =
          unit == Unit.THREADS
              && List.of(IndexFields.TAG, IndexFields.VERSION).contains(field)
              && subject != Subject.FEEDBACK;
      return new Condition(
          either ? List.of(Subject.THREAD, Subject.TRACE) : List.of(subject),
          field,
          any,
          subject == Subject.FEEDBACK && random.nextInt(4) == 0);
    }

    private Condition compared(Subject subject, String field, String with) {
      Comparison comparison =
          one(List.of(Comparison.LESS, Comparison.AT_MOST, Comparison.MORE, Comparison.AT_LEAST));
      return new Condition(List.of(subject), field, List.of(new Test(comparison, with)), false);
    }

    private <T> T one(List<T> of) {
      return of.get(random.nextInt(of.size()));
    }
  }
}
