package io.threadmark.dataset.label;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import java.math.BigDecimal;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * What counts as a label and how several judgements become one.
 *
 * @param names names of feedback that count; none means all
 * @param sourceTypes kinds of judges that count; none means all
 * @param excludeRaters ids of judges that do not count
 * @param thresholds name of feedback to what its numbers mean
 * @param implicit whether implicit signals count
 * @param minRaters how many must have judged an answer or a pair
 * @param maxPerRater how much feedback of one judge counts in the whole dataset; 0 means all
 * @param agreementAtLeast the share of the judges that must agree, from 0 to 1
 * @param adjacentPairs whether a ranking gives only pairs of neighbours, not all pairs
 * @param fewShot how few-shot examples are chosen
 */
public record Rules(
    SortedSet<String> names,
    SortedSet<String> sourceTypes,
    SortedSet<String> excludeRaters,
    SortedMap<String, Threshold> thresholds,
    boolean implicit,
    int minRaters,
    int maxPerRater,
    double agreementAtLeast,
    boolean adjacentPairs,
    FewShotCaps fewShot) {

  public static final Rules STANDARD = builder().build();

  public Rules {
    if (minRaters < 1) {
      throw new IllegalArgumentException("min_raters must be at least 1");
    }
    if (maxPerRater < 0) {
      throw new IllegalArgumentException("max_per_rater must not be negative");
    }
    if (!(agreementAtLeast >= 0 && agreementAtLeast <= 1)) {
      throw new IllegalArgumentException("agreement_at_least must be from 0 to 1");
    }
  }

  public static RulesBuilder builder() {
    return new RulesBuilder();
  }

  /** All of it, so that a dataset can be made again. */
  public ObjectNode json() {
    ObjectNode json = Json.object();
    json.set("names", Json.array(names));
    json.set("source_types", Json.array(sourceTypes));
    json.set("exclude_raters", Json.array(excludeRaters));
    ObjectNode limits = json.putObject("thresholds");
    thresholds.forEach(
        (name, threshold) ->
            limits
                .putObject(name)
                .put("positive_from", threshold.positiveFrom())
                .put("negative_to", threshold.negativeTo()));
    json.put("implicit", implicit);
    json.put("min_raters", minRaters);
    json.put("max_per_rater", maxPerRater);
    json.put("agreement_at_least", BigDecimal.valueOf(agreementAtLeast));
    json.put("ranking_pairs", adjacentPairs ? "adjacent" : "all");
    json.set("few_shot", fewShot.json());
    return json;
  }
}
