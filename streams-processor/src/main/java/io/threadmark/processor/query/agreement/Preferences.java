package io.threadmark.processor.query.agreement;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.threadmark.statistics.PairCounts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The value of a PREFERENCE as comparisons of two candidates each, by their ids. A ranking compares
 * whom it names with each other and with all whom it does not name, who come behind; those it does
 * not compare with each other. A choice is a ranking that names one. Taking a ranking apart like
 * this ("top-k breaking") is consistent for the Plackett-Luce model, whose strengths are those of
 * Bradley and Terry: H. Azari Soufiani, W. Chen, D. Parkes, L. Xia, "Generalized Method-of-Moments
 * for Rank Aggregation", NIPS 2013.
 */
public final class Preferences {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Preferences() {}

  /**
   * Adds a value's comparisons.
   *
   * @param valueJson as the feedback has it; null for none
   * @return false where it is not a preference, so that nothing was added; the gateway takes none
   *     such, another producer may write one
   * @throws PairCounts.TooManyCandidates where the counts cannot hold its candidates
   */
  public static boolean count(String valueJson, PairCounts counts) {
    JsonNode value = read(valueJson);
    Set<String> rest = candidates(value.path("candidates"));
    List<List<String>> places = places(value);
    for (List<String> place : places) {
      for (String candidate : place) {
        if (!rest.remove(candidate)) {
          return false; // unknown, or named twice
        }
      }
    }
    if (places.isEmpty() || places.contains(List.<String>of())) {
      return false;
    }
    places.add(List.copyOf(rest));
    count(places, counts);
    return true;
  }

  /** The last place is that of those whom nobody compared with each other. */
  private static void count(List<List<String>> places, PairCounts counts) {
    for (int i = 0; i < places.size() - 1; i++) {
      List<String> place = places.get(i);
      for (int j = 0; j < place.size(); j++) {
        for (String equal : place.subList(j + 1, place.size())) {
          counts.tied(place.get(j), equal, 1);
        }
        for (List<String> behind : places.subList(i + 1, places.size())) {
          for (String loser : behind) {
            counts.won(place.get(j), loser, 1);
          }
        }
      }
    }
  }

  private static JsonNode read(String valueJson) {
    try {
      return valueJson == null ? JSON.missingNode() : JSON.readTree(valueJson);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  private static Set<String> candidates(JsonNode list) {
    Set<String> ids = new HashSet<>();
    list.forEach(candidate -> ids.add(candidate.path("id").asText(candidate.asText())));
    return ids;
  }

  /** The candidates that are named, the best first; those of a tie have one place. */
  private static List<List<String>> places(JsonNode value) {
    List<List<String>> places = new ArrayList<>();
    if (value.path("choice").isTextual()) {
      places.add(List.of(value.get("choice").textValue()));
    }
    for (JsonNode place : value.path("ranking")) {
      List<String> tied = new ArrayList<>();
      if (place.isArray()) {
        place.forEach(candidate -> tied.add(candidate.asText()));
      } else {
        tied.add(place.asText());
      }
      places.add(tied);
    }
    return places;
  }
}
