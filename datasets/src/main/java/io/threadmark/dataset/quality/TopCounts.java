package io.threadmark.dataset.quality;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/** Counts names, and tells the most frequent ones. Of more names than it can hold, it says so. */
final class TopCounts {
  private static final int MOST_NAMES = 100_000;
  private static final int MOST_SHOWN = 50;

  private final Map<String, Long> counts = new HashMap<>();
  private long others;

  void add(String name) {
    if (counts.size() < MOST_NAMES || counts.containsKey(name)) {
      counts.merge(name, 1L, Long::sum);
    } else {
      others++;
    }
  }

  ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("distinct", counts.size());
    ObjectNode most = json.putObject("most");
    counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MOST_SHOWN)
        .forEach(entry -> most.put(entry.getKey(), entry.getValue()));
    if (others > 0) {
      json.put("of_names_beyond_" + MOST_NAMES, others);
    }
    return json;
  }
}
