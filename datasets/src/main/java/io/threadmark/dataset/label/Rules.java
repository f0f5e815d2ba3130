package io.threadmark.dataset.label;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.InvalidMemberException;
import io.threadmark.dataset.json.Json;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * What counts as a label and how several judgements become one. Rules are stated as JSON, by
 * callers and by manifests alike.
 *
 * @param policy how feedback is read, where not as it was stamped
 * @param names names of feedback that count, after renaming; none means all
 * @param sourceTypes kinds of judges that count; none means all
 * @param excludeRaters ids of judges that do not count
 * @param thresholds name of feedback, after renaming, to what its numbers mean
 * @param implicit whether implicit signals count
 * @param minRaters how many must have judged an answer or a pair
 * @param maxPerRater how much feedback of one judge counts in the whole dataset; 0 means all
 * @param agreementAtLeast the share of the judges that must agree, from 0 to 1
 * @param adjacentPairs whether a ranking gives only pairs of neighbours, not all pairs
 * @param fewShot how few-shot examples are chosen
 */
public record Rules(
    Policy policy,
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

  /** Where nothing is stated. */
  public static final Rules STANDARD = read(Json.object());

  public Rules {
    if (minRaters < 1) {
      throw new InvalidMemberException("min_raters", "must be at least 1");
    }
    if (maxPerRater < 0) {
      throw new InvalidMemberException("max_per_rater", "must not be negative; 0 means all");
    }
    if (!(agreementAtLeast >= 0 && agreementAtLeast <= 1)) {
      throw new InvalidMemberException("agreement_at_least", "must be from 0 to 1");
    }
  }

  /**
   * The rules that a caller states, or that a manifest tells. What is left out is as in {@link
   * #STANDARD}.
   *
   * @throws InvalidMemberException naming what is wrong from {@code rules} on, such as {@code
   *     rules.min_raters must be at least 1}
   */
  public static Rules read(JsonNode json) {
    return RulesJson.read(json, "rules");
  }

  /** All of it, so that a dataset can be made again: {@link #read} gives the same rules. */
  public ObjectNode json() {
    return RulesJson.of(this);
  }
}
