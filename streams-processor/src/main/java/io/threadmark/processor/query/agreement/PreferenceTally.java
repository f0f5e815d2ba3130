package io.threadmark.processor.query.agreement;

import io.threadmark.processor.query.http.RequestProblem;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.state.PlacedFeedback;
import io.threadmark.statistics.PairCounts;
import java.util.ArrayList;
import java.util.List;

/** Who was preferred to whom, how often. */
final class PreferenceTally implements FeedbackTally {
  /** Candidates that a ranking takes. The time of a fit grows with the third power of them. */
  static final int MOST_CANDIDATES = 200;

  /** Comparisons of one pair of candidates with one outcome. */
  record Count(String first, String second, long count) {}

  /** As instances tell it to each other. */
  record Part(long feedback, long leftOut, List<Count> wins, List<Count> ties) {}

  private final PairCounts counts = new PairCounts(MOST_CANDIDATES);
  private long feedback;
  private long leftOut;

  @Override
  public void take(PlacedFeedback placed) {
    Feedback judgement = placed.getLive().getFeedback();
    if (!judgement.getKind().equals("PREFERENCE")) {
      return;
    }
    bounded(
        () -> {
          if (Preferences.count(judgement.getValueJson(), counts)) {
            feedback++;
          } else {
            leftOut++;
          }
        });
  }

  @Override
  public void add(byte[] part) {
    Part other = PartJson.read(part, Part.class);
    feedback += other.feedback();
    leftOut += other.leftOut();
    bounded(
        () -> {
          other.wins().forEach(win -> counts.won(win.first(), win.second(), win.count()));
          other.ties().forEach(tie -> counts.tied(tie.first(), tie.second(), tie.count()));
        });
  }

  @Override
  public byte[] part() {
    List<Count> wins = new ArrayList<>();
    List<Count> ties = new ArrayList<>();
    counts.wins((winner, loser, count) -> wins.add(new Count(winner, loser, count)));
    counts.ties((one, other, count) -> ties.add(new Count(one, other, count)));
    return PartJson.write(new Part(feedback, leftOut, wins, ties));
  }

  @Override
  public long heldBytes() {
    return 0; // few candidates, whose number is bounded
  }

  PairCounts counts() {
    return counts;
  }

  /** Pieces of feedback whose comparisons were counted. */
  long feedback() {
    return feedback;
  }

  /** Pieces of feedback that prefer nothing, such as those with an error in place of a value. */
  long leftOut() {
    return leftOut;
  }

  private static void bounded(Runnable count) {
    try {
      count.run();
    } catch (PairCounts.TooManyCandidates e) {
      throw RequestProblem.tooMuch(
          "after and before must select preferences of at most "
              + MOST_CANDIDATES
              + " candidates; ask for a shorter time, or for one feedback_name");
    }
  }
}
