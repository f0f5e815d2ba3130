package io.threadmark.processor.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.processor.cluster.Ownership;
import io.threadmark.processor.cluster.PeerCalls;
import io.threadmark.processor.cluster.PeerClient;
import io.threadmark.processor.cluster.RequestDeadline;
import io.threadmark.processor.cluster.StoreAccess;
import io.threadmark.processor.store.Holding;
import io.threadmark.processor.store.Rows;
import io.threadmark.processor.topology.HistoryUnderWay;
import io.threadmark.processor.topology.HistoryUnderWay.Said;
import io.threadmark.processor.visibility.Effect;
import io.threadmark.processor.visibility.Visibility;
import io.threadmark.schema.Key;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.state.HostInfo;

/** What is visible, is: nothing that a query shows still changes because of it. */
class VisibilityTest {
  private static final HostInfo SELF = new HostInfo("here", 1);
  private static final int MOST_STEPS = 100_000;

  @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
  void whatIsVisibleHasDoneAllThatItDoesAndUndoes(
      @ForAll("histories") List<SpecificRecord> history, @ForAll long seed) {
    HistoryUnderWay underWay = new HistoryUnderWay(history, 1, seed);
    SpecificRecord last = underWay.history().get(history.size() - 1);
    while (!underWay.allCameIn()) {
      underWay.step();
    }
    stepUntilVisible(underWay, List.of(last));
    assertThat(underWay.differences()).as("after " + last + "\nof " + underWay.history()).isEmpty();
  }

  @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
  void onceAllIsVisibleQueriesShowWhatTheyShowAtRest(
      @ForAll("histories") List<SpecificRecord> history,
      @ForAll @IntRange(min = 2, max = 40) int last,
      @ForAll long seed) {
    HistoryUnderWay underWay = new HistoryUnderWay(history, last, seed);
    while (!underWay.allCameIn()) {
      underWay.step();
    }
    stepUntilVisible(underWay, underWay.history());
    assertThat(underWay.differences()).as(underWay.history().toString()).isEmpty();
  }

  @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
  void theEffectOfAStatementIsWhatAllThatCameSaysOfIt(
      @ForAll("histories") List<SpecificRecord> history, @ForAll long seed) {
    checkEffects(history, seed, "applied", "superseded");
  }

  @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
  void theEffectOfWhatWasErasedIsThat(
      @ForAll("historiesWithErasures") List<SpecificRecord> history, @ForAll long seed) {
    checkEffects(history, seed, "applied", "superseded", "erased");
  }

  @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
  void whateverDiesOnItsWayNobodyWaitsForItForEver(
      @ForAll("histories") List<SpecificRecord> history,
      @ForAll @IntRange(min = 1, max = 9) int deathsOfTen,
      @ForAll long seed) {
    HistoryUnderWay underWay = new HistoryUnderWay(history, history.size(), seed);
    underWay.restWithDeaths(deathsOfTen);
    Visibility visibility = new Visibility(stores(underWay), HistoryUnderWay.HASHES);
    for (SpecificRecord event : underWay.history()) {
      for (Said said : said(event)) {
        Effect effect = visibility.effect(said.project(), said.statement());
        assertThat(effect).as(event + " of " + underWay.history()).isNotNull();
        Statistics.label("dead").collect(effect.isDead());
        Statistics.label("dead").coverage(dead -> dead.check(true).percentage(share -> share > 2));
      }
    }
  }

  private static void checkEffects(List<SpecificRecord> history, long seed, String... words) {
    HistoryUnderWay underWay = new HistoryUnderWay(history, history.size(), seed);
    underWay.rest();
    Visibility visibility = new Visibility(stores(underWay), HistoryUnderWay.HASHES);
    for (SpecificRecord event : underWay.history()) {
      for (Said said : said(event)) {
        Effect effect = visibility.effect(said.project(), said.statement());
        assertThat(effect).as("at rest the effect is known of " + event).isNotNull();
        String word = effect.kind().name().toLowerCase(Locale.ROOT);
        assertThat(word).as(event + " of " + history).isEqualTo(underWay.expectedEffect(event));
        Statistics.label("effect").collect(word);
      }
    }
    for (String word : words) {
      Statistics.label("effect")
          .coverage(effects -> effects.check(word).percentage(share -> share > 5));
    }
  }

  private static void stepUntilVisible(HistoryUnderWay underWay, List<SpecificRecord> events) {
    List<Said> said = events.stream().flatMap(event -> said(event).stream()).toList();
    for (int steps = 0; !isVisible(underWay, said); steps++) {
      assertThat(steps).as("steps until " + said + " is visible").isLessThan(MOST_STEPS);
      underWay.step();
    }
  }

  private static List<Said> said(SpecificRecord event) {
    return Stream.ofNullable(HistoryUnderWay.saidBy(event)).toList();
  }

  private static boolean isVisible(HistoryUnderWay underWay, List<Said> said) {
    Visibility visibility = new Visibility(stores(underWay), HistoryUnderWay.HASHES);
    return said.stream()
        .allMatch(each -> visibility.effect(each.project(), each.statement()) != null);
  }

  private static StoreAccess stores(HistoryUnderWay underWay) {
    Ownership allHere =
        new Ownership() {
          @Override
          public int partitions() {
            return underWay.partitions();
          }

          @Override
          public Place of(String store, Key key) {
            return of(store, underWay.partition(key));
          }

          @Override
          public Place of(String store, int partition) {
            return new Place(SELF, partition);
          }

          @Override
          public Rows rows(String store, int partition) {
            return underWay.rows(store, partition);
          }
        };
    return new StoreAccess(
        allHere,
        SELF,
        new PeerClient(PeerCalls.NONE, RequestDeadline.NEVER),
        RequestDeadline.NEVER,
        Holding.UNCOUNTED);
  }

  @Provide
  Arbitrary<List<SpecificRecord>> historiesWithErasures() {
    return HistoryUnderWay.withErasures();
  }

  @Provide
  Arbitrary<List<SpecificRecord>> histories() {
    return HistoryUnderWay.any();
  }
}
