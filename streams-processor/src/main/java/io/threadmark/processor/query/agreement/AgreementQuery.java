package io.threadmark.processor.query.agreement;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.processor.query.http.RequestProblem;
import io.threadmark.processor.query.http.Views;
import io.threadmark.statistics.KrippendorffAlpha;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How far raters agree, by the name of the feedback; see {@link KrippendorffAlpha}. */
public final class AgreementQuery {
  /** Where other instances are asked for a part. */
  public static final String PATH = "/internal/v1/metrics/agreement";

  static final Set<String> PARAMETERS =
      Stream.concat(Stream.of("level"), FeedbackRange.PARAMETERS.stream())
          .collect(Collectors.toUnmodifiableSet());

  static final String NOMINAL = "nominal";
  static final String ORDINAL = "ordinal";
  static final String INTERVAL = "interval";
  static final List<String> LEVELS = List.of(NOMINAL, ORDINAL, INTERVAL);

  private final FeedbackTallies tallies;

  AgreementQuery(FeedbackTallies tallies) {
    this.tallies = tallies;
  }

  /**
   * A row for the name that is asked for, else for each that has a unit which two raters judged.
   *
   * @throws RequestProblem where the values of the name that is asked for do not have the level
   */
  ObjectNode find(FeedbackRange range, String level) {
    JudgementTally tally = tallies.fill(range, PATH, new JudgementTally());
    ObjectNode view = Views.object();
    ArrayNode rows = view.putArray("rows");
    if (range.name() != null) {
      rows.add(new Agreement(tally, range.name(), level).asked());
    } else {
      for (String name : tally.names()) {
        Agreement agreement = new Agreement(tally, name, level);
        if (agreement.pairable > 0) {
          rows.add(agreement.view());
        }
      }
    }
    return view;
  }

  /** Of one name. */
  private static final class Agreement {
    private final String name;
    private final String level;
    private final List<Collection<RaterJudgement>> units;
    private final JudgementTally.LeftOut leftOut;
    private final boolean numbers;
    private final long pairable;

    Agreement(JudgementTally tally, String name, String level) {
      this.name = name;
      units = tally.units(name);
      leftOut = tally.leftOut(name);
      numbers = judgements().allMatch(RaterJudgement::isNumber);
      this.level =
          level != null
              ? level
              : numbers && judgements().allMatch(RaterJudgement::numeric) && !units.isEmpty()
                  ? INTERVAL
                  : NOMINAL;
      pairable = units.stream().filter(unit -> unit.size() > 1).mapToLong(Collection::size).sum();
    }

    ObjectNode asked() {
      if (!hasLevel()) {
        throw RequestProblem.invalid(
            "level", level + " needs numbers, and feedback of that name has other values");
      }
      return view();
    }

    ObjectNode view() {
      OptionalDouble alpha = hasLevel() ? alpha() : OptionalDouble.empty();
      ObjectNode view = Views.object();
      view.put("feedback_name", name).put("level", level);
      if (alpha.isPresent()) {
        view.put("alpha", alpha.getAsDouble());
      } else {
        view.putNull("alpha").put("reason", reason());
      }
      Set<String> raters = new HashSet<>();
      judgements().forEach(judgement -> raters.add(judgement.rater()));
      view.put("units", units.size()).put("raters", raters.size());
      view.put("values", judgements().count()).put("pairable", pairable);
      view.put("without_rater", leftOut.withoutRater());
      return view.put("without_value", leftOut.withoutValue());
    }

    private Stream<RaterJudgement> judgements() {
      return units.stream().flatMap(Collection::stream);
    }

    private boolean hasLevel() {
      return numbers || level.equals(NOMINAL);
    }

    private OptionalDouble alpha() {
      return switch (level) {
        case INTERVAL -> KrippendorffAlpha.interval(numbers());
        case ORDINAL -> KrippendorffAlpha.ordinal(numbers());
        default ->
            KrippendorffAlpha.nominal(
                units.stream()
                    .map(unit -> unit.stream().map(RaterJudgement::value).toList())
                    .toList());
      };
    }

    private List<double[]> numbers() {
      return units.stream()
          .map(unit -> unit.stream().mapToDouble(RaterJudgement::number).toArray())
          .toList();
    }

    private String reason() {
      return pairable == 0
          ? "no unit was judged by two raters"
          : hasLevel()
              ? "all judgements of units that two raters judged are equal"
              : "it has values that are no numbers";
    }
  }
}
