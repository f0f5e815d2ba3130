package io.threadmark.processor.query.agreement;

import io.threadmark.processor.query.http.RequestProblem;
import io.threadmark.schema.state.PlacedFeedback;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who judged what how, by the name of the feedback. Of one rater's judgements the newest counts.
 */
final class JudgementTally implements FeedbackTally {
  /** Judgements that a statistic takes. They are all in memory at once. */
  static final int MOST = 100_000;

  /** Kinds whose values can be equal by more than chance. */
  private static final Set<String> KINDS = Set.of("BOOLEAN", "NUMERIC", "CATEGORICAL");

  /** What is left out of a name's judgements. */
  record LeftOut(long withoutRater, long withoutValue) {
    static final LeftOut NONE = new LeftOut(0, 0);
    static final LeftOut RATER = new LeftOut(1, 0);
    static final LeftOut VALUE = new LeftOut(0, 1);

    LeftOut plus(LeftOut other) {
      return new LeftOut(withoutRater + other.withoutRater, withoutValue + other.withoutValue);
    }
  }

  /** As instances tell it to each other. */
  record Part(List<RaterJudgement> judgements, Map<String, LeftOut> leftOut) {}

  private final Map<String, Map<String, Map<String, RaterJudgement>>> byNameUnitAndRater =
      new TreeMap<>();
  private final Map<String, LeftOut> leftOut = new HashMap<>();
  private int size;
  private long heldBytes;

  @Override
  public void take(PlacedFeedback placed) {
    var feedback = placed.getLive().getFeedback();
    if (!KINDS.contains(feedback.getKind())) {
      return;
    }
    if (feedback.getSource().getId() == null) {
      leaveOut(feedback.getName(), LeftOut.RATER);
      return;
    }
    RaterJudgement judgement = RaterJudgement.of(placed);
    if (judgement == null) {
      leaveOut(feedback.getName(), LeftOut.VALUE);
    } else {
      take(judgement);
    }
  }

  @Override
  public void add(byte[] part) {
    Part other = PartJson.read(part, Part.class);
    other.judgements().forEach(this::take);
    other.leftOut().forEach(this::leaveOut);
  }

  @Override
  public byte[] part() {
    List<RaterJudgement> judgements = new ArrayList<>(size);
    names().forEach(name -> units(name).forEach(unit -> judgements.addAll(unit)));
    return PartJson.write(new Part(judgements, leftOut));
  }

  @Override
  public long heldBytes() {
    return heldBytes;
  }

  /** The names that have judgements, in order. */
  Set<String> names() {
    return byNameUnitAndRater.keySet();
  }

  /** The judgements on each unit, one for each rater. */
  List<Collection<RaterJudgement>> units(String name) {
    return byNameUnitAndRater.getOrDefault(name, Map.of()).values().stream()
        .map(Map::values)
        .toList();
  }

  LeftOut leftOut(String name) {
    return leftOut.getOrDefault(name, LeftOut.NONE);
  }

  private void take(RaterJudgement judgement) {
    Map<String, RaterJudgement> ofUnit =
        byNameUnitAndRater
            .computeIfAbsent(judgement.name(), name -> new HashMap<>())
            .computeIfAbsent(judgement.unit(), unit -> new HashMap<>(4));
    int before = ofUnit.size();
    ofUnit.merge(judgement.rater(), judgement, RaterJudgement::newer);
    if (ofUnit.size() > before) {
      size++;
      heldBytes += judgement.heldBytes();
    }
    checkSize();
  }

  private void leaveOut(String name, LeftOut more) {
    leftOut.merge(name, more, LeftOut::plus);
    checkSize();
  }

  private void checkSize() {
    if (size + leftOut.size() > MOST) {
      throw RequestProblem.tooMuch(
          "after and before must select at most "
              + MOST
              + " judgements; ask for a shorter time, or for one feedback_name");
    }
  }
}
