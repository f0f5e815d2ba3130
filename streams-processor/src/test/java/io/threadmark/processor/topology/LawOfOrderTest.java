package io.threadmark.processor.topology;

import io.threadmark.processor.law.AtRest;
import io.threadmark.processor.law.Piece;
import io.threadmark.processor.law.PlainRollups;
import io.threadmark.processor.law.PlainTurns;
import io.threadmark.processor.law.SpansAtRest;
import io.threadmark.processor.law.ThreadAtRest;
import io.threadmark.schema.Erasure;
import io.threadmark.schema.FeedbackTotals;
import io.threadmark.schema.NumberTotals;
import io.threadmark.schema.Rollup;
import io.threadmark.schema.TraceTotals;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import org.apache.avro.specific.SpecificRecord;

/** The law of order, for any history. {@code -Djqwik.tries.default} says how many are tried. */
class LawOfOrderTest {
  /** In how many orders each history comes in. */
  private static final int ORDERS = 3;

  @Property(edgeCases = EdgeCasesMode.NONE)
  void whatIsAtRestIsThePlainFoldOfAllThatCame(
      @ForAll("histories") List<SpecificRecord> history,
      @ForAll("ends") int endSecond,
      @ForAll long seed) {
    holdsInSomeOrders(history, endSecond, seed);
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void whatWasErasedIsAsIfItHadNeverCome(
      @ForAll("historiesWithErasures") List<SpecificRecord> history,
      @ForAll("ends") int endSecond,
      @ForAll long seed) {
    holdsInSomeOrders(history, endSecond, seed);
  }

  private static void holdsInSomeOrders(List<SpecificRecord> history, int endSecond, long seed) {
    for (int order = 0; order < ORDERS; order++) {
      LawOfOrder.check(history, endSecond, seed + order);
    }
  }

  /** The commands come as they are published again, without the ids, and all events once more. */
  @Property(edgeCases = EdgeCasesMode.NONE)
  void whatWasErasedBeforeAResetDoesNotComeBack(
      @ForAll("historiesWithErasures") List<SpecificRecord> history,
      @ForAll("ends") int endSecond,
      @ForAll long seed) {
    LawOfOrder.check(history, Histories::asDone, endSecond, seed);
  }

  /** A law that is tried on nothing that matters would always hold. */
  @Property(tries = 4_000, edgeCases = EdgeCasesMode.NONE)
  @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
  void theHistoriesHaveWhatTheLawIsAbout(
      @ForAll("histories") List<SpecificRecord> history, @ForAll("ends") int endSecond) {
    AtRest atRest = LawOfOrder.fold(history, endSecond);
    for (Piece.State state : Piece.State.values()) {
      often(state.name(), anyPiece(atRest, piece -> piece.state() == state));
    }
    often("superseded", anyPiece(atRest, piece -> piece.isLive() && piece.supersededBy() != null));
    often("old versions", anyPiece(atRest, piece -> piece.history().size() == 10));
    often("ambiguous", atRest.claims().values().stream().anyMatch(claims -> claims.size() > 1));
    often(
        "forgotten statements",
        atRest.traces().values().stream().anyMatch(trace -> trace.remembered().size() > 15));
    often(
        "many keys",
        atRest.threads().values().stream().anyMatch(thread -> thread.texts("tags").size() == 128));
    rollups(atRest, LawOfOrder.end(endSecond));
    often("more to count anew than at once", anyThread(atRest, LawOfOrderTest::hasManyCounted));
    often("labeled", !atRest.labeledThreads().isEmpty());
    often("derived messages", anyThread(atRest, thread -> derived(thread) > 0));
    often("hidden messages", anyThread(atRest, thread -> !thread.hidden().isEmpty()));
    often(
        "derived messages beside hidden ones",
        anyThread(atRest, thread -> !thread.hidden().isEmpty() && derived(thread) > 0));
    Collection<SpansAtRest> spans = atRest.spans().values();
    often("spans", !spans.isEmpty());
    often("too many spans", spans.stream().anyMatch(LawOfOrderTest::areTooMany));
    often("spans of too many bytes", spans.stream().anyMatch(LawOfOrderTest::areTooLarge));
    often(
        "spans that are not counted",
        spans.stream().anyMatch(some -> some.all() > some.counted().size()));
    often(
        "spans alone",
        atRest.spans().keySet().stream().anyMatch(trace -> !atRest.traces().containsKey(trace)));
    often(
        "users of items",
        atRest.threads().values().stream()
            .anyMatch(thread -> thread.facts() == null && thread.user() != null));
  }

  /**
   * Whether more rows than {@link LawOfOrder#MOST_STEP} follow the thread's intents: a trace that
   * has feedback has one, its feedback another, and there are four of both together.
   */
  private static boolean hasManyCounted(ThreadAtRest thread) {
    return !thread.words("intents").isEmpty()
        && thread.items().stream()
            .anyMatch(
                item -> item.kind() == 'f' && item.counts() && item.piece().traceId() != null);
  }

  /** How many derived messages show. */
  private static long derived(ThreadAtRest thread) {
    return thread.items().stream()
        .filter(item -> item.kind() == 'm' && PlainTurns.isDerived(item))
        .count();
  }

  private static boolean areTooMany(SpansAtRest spans) {
    return spans.kept() == SpansAtRest.MOST_KEPT && spans.counted().size() > spans.kept();
  }

  private static boolean areTooLarge(SpansAtRest spans) {
    return spans.kept() < SpansAtRest.MOST_KEPT && spans.counted().size() > spans.kept();
  }

  private static void rollups(AtRest atRest, Instant now) {
    Collection<Rollup> rollups = PlainRollups.of(atRest, now, SimulatedCluster.TAG_KEYS).values();
    often("windows of two days", windows(rollups, "day") > 1);
    often("minutes that are kept", windows(rollups, "minute") > 0);
    often("minutes that are too old", windows(rollups, "day") > windows(rollups, "minute"));
    for (String dimension :
        List.of(
            "model",
            "segment",
            "model_segment",
            "intent",
            "issue",
            "app_version",
            "tag:k",
            "beyond")) {
      often(dimension, any(rollups, rollup -> rollup.getDimension().equals(dimension)));
    }
    often("errors", anyTraces(rollups, traces -> traces.getErrors() > 0));
    often("latencies", anyTraces(rollups, traces -> traces.getLatency().getCount() > 0));
    often("tokens", anyTraces(rollups, traces -> traces.getTotalTokens() > 0));
    often("traces with feedback", anyTraces(rollups, traces -> traces.getTracesWithFeedback() > 0));
    often("delays", anyFeedback(rollups, feedback -> feedback.getDelay().getSum() > 0));
    often("categories", any(rollups, rollup -> "good".equals(rollup.getCategory())));
    often("numbers", anyNumbers(rollups, numbers -> numbers.getCount() > 1));
    often("scales", anyNumbers(rollups, numbers -> numbers.getNormalizedCount() > 0));
    often("buckets", anyNumbers(rollups, numbers -> !numbers.getPositiveBuckets().isEmpty()));
    often("great numbers", anyNumbers(rollups, numbers -> isGreat(numbers.getSum())));
    often(
        "a great number that went",
        atRest.pieces().values().stream()
            .anyMatch(
                piece ->
                    piece.history().stream().anyMatch(said -> isGreat(said.getValueJson()))
                        && !isGreat(piece.winner().getValueJson())));
  }

  private static boolean isGreat(String number) {
    return number.contains("1e18") || number.contains("E+18");
  }

  private static long windows(Collection<Rollup> rollups, String granularity) {
    return rollups.stream()
        .filter(rollup -> rollup.getGranularity().equals(granularity))
        .map(Rollup::getWindowStart)
        .distinct()
        .count();
  }

  private static boolean any(Collection<Rollup> rollups, Predicate<Rollup> is) {
    return rollups.stream().anyMatch(is);
  }

  private static boolean anyTraces(Collection<Rollup> rollups, Predicate<TraceTotals> is) {
    return any(rollups, rollup -> rollup.getTraces() != null && is.test(rollup.getTraces()));
  }

  private static boolean anyFeedback(Collection<Rollup> rollups, Predicate<FeedbackTotals> is) {
    return any(rollups, rollup -> rollup.getFeedback() != null && is.test(rollup.getFeedback()));
  }

  private static boolean anyNumbers(Collection<Rollup> rollups, Predicate<NumberTotals> is) {
    return anyFeedback(
        rollups, feedback -> feedback.getNumbers() != null && is.test(feedback.getNumbers()));
  }

  @Property(tries = 4_000, edgeCases = EdgeCasesMode.NONE)
  @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
  void theErasuresTakeAlongWhatTheLawIsAbout(
      @ForAll("historiesWithErasures") List<SpecificRecord> history) {
    AtRest left = LawOfOrder.fold(history, 0);
    AtRest all =
        LawOfOrder.fold(history.stream().filter(event -> !(event instanceof Erasure)).toList(), 0);
    Set<Character> gone = new TreeSet<>();
    all.named().keySet().stream()
        .filter(thing -> !left.named().containsKey(thing))
        .forEach(thing -> gone.add(thing.kind()));
    often("a trace goes", gone.contains('t'));
    often("feedback goes", gone.contains('f'));
    often("a message goes", gone.contains('m'));
    often("a thread's facts go", gone.contains('h'));
    often("all of them go", gone.size() == 4);
    often(
        "something stays that something gone had named",
        !gone.isEmpty() && !left.named().isEmpty() && !left.threads().isEmpty());
    Erasure command = (Erasure) history.get(history.size() - 1);
    boolean some = !gone.isEmpty();
    often("for a user", some && command.getSubjectKind().equals("user"));
    often("for a thread", some && command.getSubjectKind().equals("thread"));
    often("for a trace", some && command.getSubjectKind().equals("trace"));
    often(
        "what overrides goes, and what it overrode is live again",
        all.pieces().entrySet().stream()
            .anyMatch(
                piece ->
                    piece.getValue().supersededBy() != null
                        && left.pieces().containsKey(piece.getKey())
                        && left.pieces().get(piece.getKey()).supersededBy() == null));
  }

  private static boolean anyThread(AtRest atRest, Predicate<ThreadAtRest> is) {
    return atRest.threads().values().stream().anyMatch(is);
  }

  private static boolean anyPiece(AtRest atRest, Predicate<Piece> is) {
    return atRest.pieces().values().stream().anyMatch(is);
  }

  /** Among four thousand histories there are at least ten, of what there mostly are fifty. */
  private static void often(String what, boolean so) {
    Statistics.label(what).collect(so);
    Statistics.label(what).coverage(coverage -> coverage.check(true).count(count -> count >= 10));
  }

  @Provide
  Arbitrary<List<SpecificRecord>> histories() {
    return Histories.any();
  }

  @Provide
  Arbitrary<List<SpecificRecord>> historiesWithErasures() {
    return Histories.withErasures();
  }

  /** Some before all waits end, some amid them, and one long after. */
  @Provide
  Arbitrary<Integer> ends() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(-2, Histories.SECONDS + 5), Arbitraries.of(86_400));
  }
}
