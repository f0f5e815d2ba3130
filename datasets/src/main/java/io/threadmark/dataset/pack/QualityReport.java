package io.threadmark.dataset.pack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.label.Drops;
import io.threadmark.dataset.label.Reason;
import io.threadmark.dataset.spill.ExampleSpill.Spilled;
import io.threadmark.dataset.split.Split;
import java.util.EnumMap;
import java.util.Map;

/** What is good to know of a dataset before a model learns from it. */
final class QualityReport {
  private final Map<Split, Long> rows = new EnumMap<>(Split.class);
  private final Lengths prompts = new Lengths();
  private final Lengths answers = new Lengths();
  private final TopCounts labels = new TopCounts();
  private final TopCounts raters = new TopCounts();
  private long shownAndDecided;
  private long firstPreferred;

  void add(Split split, Spilled row) {
    rows.merge(split, 1L, Long::sum);
    if (row.promptLength() > 0) {
      prompts.add(row.promptLength());
    }
    if (row.answerLength() >= 0) {
      answers.add(row.answerLength());
    }
    if (row.label() != null) {
      labels.add(row.label());
    }
    row.raters().forEach(raters::add);
    addPosition(row.row());
  }

  long rows() {
    return rows.values().stream().mapToLong(Long::longValue).sum();
  }

  long rows(Split split) {
    return rows.getOrDefault(split, 0L);
  }

  ObjectNode json(Drops drops, long largestGroup) {
    ObjectNode json = Json.object();
    json.put("rows", rows());
    ObjectNode bySplit = json.putObject("rows_by_split");
    rows.forEach((split, count) -> bySplit.put(split.word(), count));
    json.put("rows_of_largest_group", largestGroup);
    json.set("dropped", drops.json());
    json.putObject("duplicates")
        .put("exact", drops.of(Reason.EXACT_DUPLICATE))
        .put("near", drops.of(Reason.NEAR_DUPLICATE));
    json.set("labels", labels.json());
    json.set("prompt_characters", prompts.json());
    json.set("answer_characters", answers.json());
    json.set("raters", raters.json());
    if (shownAndDecided > 0) {
      json.putObject("position")
          .put("pairs_with_known_order", shownAndDecided)
          .put("first_shown_preferred", firstPreferred);
    }
    return json;
  }

  /** The same for people. */
  static String markdown(String title, JsonNode report) {
    StringBuilder text = new StringBuilder("# Quality of " + title + "\n\n");
    text.append("| what | how many |\n|---|---|\n");
    lines(text, "", report);
    return text.toString();
  }

  private static void lines(StringBuilder text, String path, JsonNode value) {
    value
        .properties()
        .forEach(
            field -> {
              String name = path.isEmpty() ? field.getKey() : path + ": " + field.getKey();
              if (field.getValue().isObject()) {
                lines(text, name, field.getValue());
              } else {
                text.append("| ")
                    .append(Markdown.cell(name))
                    .append(" | ")
                    .append(field.getValue().asText())
                    .append(" |\n");
              }
            });
  }

  /** Of rows that say which of two answers was shown first and which is preferred. */
  private void addPosition(ObjectNode row) {
    String first = row.path("shown_first").asText(null);
    String preferred = row.path("preferred").asText(null);
    if (first != null && preferred != null && !preferred.equals("tie")) {
      shownAndDecided++;
      firstPreferred += preferred.equals(first) ? 1 : 0;
    }
  }
}
