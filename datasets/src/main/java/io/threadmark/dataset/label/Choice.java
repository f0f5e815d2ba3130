package io.threadmark.dataset.label;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.turn.Answers;
import io.threadmark.dataset.turn.Turn;
import io.threadmark.schema.LabeledFeedback;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one judge says of two candidates.
 *
 * @param a the one that was shown first, where that is known
 * @param preferred the better one's id; null for a tie
 * @param shownFirst the id of the one that was shown first; null where not known
 * @param neighbours whether no other rank lies between the two
 */
public record Choice(
    LabeledFeedback feedback,
    List<Turn> prompt,
    String aId,
    Turn a,
    String bId,
    Turn b,
    String preferred,
    String shownFirst,
    boolean neighbours) {

  /** All pairs of candidates of which the judge says something. */
  static List<Choice> of(
      LabeledFeedback feedback, List<Turn> prompt, Answers answers, Drops drops) {
    JsonNode value = Json.read(feedback.getValueJson());
    Map<String, Turn> candidates = candidates(value.path("candidates"), answers);
    List<String> shown = ids(value.path("order"));
    List<String> inOrder = shown.isEmpty() ? List.copyOf(candidates.keySet()) : List.copyOf(shown);
    Map<String, Integer> ranks = ranks(value, candidates);
    if (ranks.isEmpty()) {
      drops.count(Reason.UNREADABLE_PREFERENCE);
      return List.of();
    }
    List<Choice> choices = new ArrayList<>();
    for (int first = 0; first < inOrder.size(); first++) {
      for (int second = first + 1; second < inOrder.size(); second++) {
        String a = inOrder.get(first);
        String b = inOrder.get(second);
        if (!ranks.containsKey(a) || !ranks.containsKey(b) || isChoiceOfOthers(value, a, b)) {
          continue;
        }
        if (candidates.get(a) == null || candidates.get(b) == null) {
          drops.count(Reason.CANDIDATE_WITHOUT_CONTENT);
          continue;
        }
        int order = ranks.get(a) - ranks.get(b);
        choices.add(
            new Choice(
                feedback,
                prompt,
                a,
                candidates.get(a),
                b,
                candidates.get(b),
                order == 0 ? null : order < 0 ? a : b,
                shown.isEmpty() ? null : a,
                Math.abs(order) <= 1));
      }
    }
    return choices;
  }

  public boolean isTie() {
    return preferred == null;
  }

  public boolean isForA() {
    return aId.equals(preferred);
  }

  /** Who was not chosen was not compared with the others that were not. */
  private static boolean isChoiceOfOthers(JsonNode value, String a, String b) {
    String chosen = value.path("choice").asText(null);
    return value.has("choice") && !a.equals(chosen) && !b.equals(chosen);
  }

  /** In the order given; null for a candidate whose content is not there. */
  private static Map<String, Turn> candidates(JsonNode given, Answers answers) {
    Map<String, Turn> candidates = new LinkedHashMap<>();
    for (JsonNode item : given) {
      String id = item.isTextual() ? item.textValue() : item.path("id").asText("");
      candidates.put(id, Candidate.of(item, answers).map(Candidate::turn).orElse(null));
    }
    return candidates;
  }

  /** Id to rank, 0 the best. Of a choice the others share a rank. */
  private static Map<String, Integer> ranks(JsonNode value, Map<String, Turn> candidates) {
    Map<String, Integer> ranks = new HashMap<>();
    if (value.path("choice").isTextual()) {
      candidates.keySet().forEach(id -> ranks.put(id, 1));
      ranks.replace(value.path("choice").textValue(), 0);
    }
    int rank = 0;
    for (JsonNode tier : value.path("ranking")) {
      for (String id : tier.isTextual() ? List.of(tier.textValue()) : ids(tier)) {
        ranks.put(id, rank);
      }
      rank++;
    }
    return ranks;
  }

  private static List<String> ids(JsonNode list) {
    List<String> ids = new ArrayList<>();
    list.forEach(id -> ids.add(id.asText()));
    return ids;
  }
}
