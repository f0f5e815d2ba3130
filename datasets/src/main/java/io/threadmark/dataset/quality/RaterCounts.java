package io.threadmark.dataset.quality;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.label.Vote;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * What each judge said, and how many rows they stand behind. Of more judges than it can hold, it
 * says so.
 */
final class RaterCounts {
  private static final int MOST_RATERS = 100_000;
  private static final int MOST_SHOWN = 50;

  private static final Comparator<Map.Entry<String, Counts>> MOST_FIRST =
      Comparator.<Map.Entry<String, Counts>>comparingLong(entry -> -entry.getValue().feedback)
          .thenComparingLong(entry -> -entry.getValue().rows)
          .thenComparing(Map.Entry.comparingByKey());

  private final Map<String, Counts> byRater = new HashMap<>();
  private final Counts others = new Counts();
  private long withoutId;

  /**
   * Counts a piece of feedback.
   *
   * @param rater null where not known
   * @param vote null where it speaks neither for nor against
   */
  void addFeedback(String rater, Vote vote) {
    if (rater == null) {
      withoutId++;
      return;
    }
    Counts counts = of(rater);
    counts.feedback++;
    if (vote != null) {
      counts.positive += vote.positive() ? 1 : 0;
      counts.negative += vote.positive() ? 0 : 1;
    }
  }

  /** Counts a row that a judge stands behind. */
  void addRow(String rater) {
    of(rater).rows++;
  }

  ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("distinct", byRater.size());
    json.put("feedback_without_rater", withoutId);
    ObjectNode most = json.putObject("most");
    byRater.entrySet().stream()
        .sorted(MOST_FIRST)
        .limit(MOST_SHOWN)
        .forEach(entry -> most.set(entry.getKey(), entry.getValue().json()));
    if (others.feedback + others.rows > 0) {
      json.set("of_raters_beyond_" + MOST_RATERS, others.json());
    }
    return json;
  }

  private Counts of(String rater) {
    return byRater.size() < MOST_RATERS || byRater.containsKey(rater)
        ? byRater.computeIfAbsent(rater, name -> new Counts())
        : others;
  }

  /** Of one judge. */
  private static final class Counts {
    private long rows;
    private long feedback;
    private long positive;
    private long negative;

    ObjectNode json() {
      ObjectNode json = Json.object();
      json.put("rows", rows);
      json.put("feedback", feedback);
      json.put("positive", positive);
      json.put("negative", negative);
      if (positive + negative > 0) {
        json.put("positive_share", Ratio.rounded((double) positive / (positive + negative)));
      }
      return json;
    }
  }
}
