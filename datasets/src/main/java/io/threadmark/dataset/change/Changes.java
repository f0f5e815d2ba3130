package io.threadmark.dataset.change;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.change.Comparison.Kind;
import io.threadmark.dataset.json.Json;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counts what changed, by what became of a row and why, with some examples of each. */
final class Changes {
  private static final int MOST_EXAMPLES = 20;

  private final Map<Kind, Map<String, Because>> byKind = new EnumMap<>(Kind.class);
  private long formerThreads;
  private long threads;
  private long newThreads;
  private long goneThreads;
  private long unchanged;

  void countThread(boolean wasThere, boolean isThere) {
    formerThreads += wasThere ? 1 : 0;
    threads += isThere ? 1 : 0;
    newThreads += wasThere ? 0 : 1;
    goneThreads += isThere ? 0 : 1;
  }

  void countUnchanged() {
    unchanged++;
  }

  void count(Kind kind, String cause, Decision row) {
    byKind
        .computeIfAbsent(kind, first -> new TreeMap<>())
        .computeIfAbsent(cause, first -> new Because())
        .count(row);
  }

  /** Puts counts, and the changes by kind and cause. */
  void put(ObjectNode json) {
    json.putObject("threads")
        .put("former", formerThreads)
        .put("now", threads)
        .put("new", newThreads)
        .put("gone", goneThreads);
    long changed = rows(Kind.FLIPPED) + rows(Kind.REWORDED);
    ObjectNode rows = json.putObject("rows");
    rows.put("former", unchanged + changed + rows(Kind.GONE));
    rows.put("now", unchanged + changed + rows(Kind.ADDED));
    rows.put("unchanged", unchanged);
    ObjectNode changes = json.putObject("changes");
    for (Kind kind : Kind.values()) {
      String word = kind.name().toLowerCase(Locale.ROOT);
      rows.put(word, rows(kind));
      ArrayNode causes = changes.putArray(word);
      byKind
          .getOrDefault(kind, Map.of())
          .forEach((cause, because) -> causes.add(because.json(cause)));
    }
  }

  private long rows(Kind kind) {
    return byKind.getOrDefault(kind, Map.of()).values().stream()
        .mapToLong(because -> because.rows)
        .sum();
  }

  /** The rows of one cause. */
  private static final class Because {
    private final List<Decision> examples = new ArrayList<>();
    private long rows;

    void count(Decision row) {
      rows++;
      if (examples.size() < MOST_EXAMPLES) {
        examples.add(row);
      }
    }

    ObjectNode json(String cause) {
      ObjectNode json = Json.object();
      json.put("cause", cause);
      json.put("rows", rows);
      ArrayNode some = json.putArray("examples");
      examples.forEach(
          row -> some.addObject().put("thread_id", row.thread()).put("about", row.about()));
      return json;
    }
  }
}
