package io.threadmark.dataset.change;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.dataset.page.Markdown;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What changed, for people. */
public final class ChangesPage {
  private static final int MOST_SHOWN = 3;

  private static final Map<String, String> KINDS =
      Map.of(
          "added", "New rows",
          "gone", "Rows that are gone",
          "flipped", "Rows that say otherwise",
          "reworded", "Rows with another text");

  private static final Map<String, String> CAUSES =
      Map.of(
          Causes.DEDUPLICATION, "another row stands, or stood, for it",
          Causes.NEW_THREAD, "the thread is new, or was not selected before",
          Causes.THREAD_GONE, "the thread was erased, has expired, or is not selected any more",
          Causes.FEEDBACK_GONE, "feedback was retracted, erased, or overridden",
          Causes.FEEDBACK_EDITED, "feedback was edited",
          Causes.NEW_FEEDBACK, "there is new feedback",
          Causes.CONVERSATION, "the conversation has changed",
          Causes.OTHER_THREADS, "feedback of other threads counts first",
          Causes.PROGRAM, "another version of Threadmark made it");

  private ChangesPage() {}

  /**
   * @param title the name of the dataset
   * @param changes as {@link Relabeling#changes} tells them
   */
  public static String of(String title, JsonNode changes) {
    Markdown page = new Markdown();
    JsonNode against = changes.path("against");
    page.heading(1, "Changes of " + Markdown.cell(title));
    page.paragraph(
        "Against `"
            + Markdown.cell(against.path("name").asText())
            + "` of "
            + Markdown.cell(against.path("created_at").asText())
            + ".");
    page.paragraph(rules(changes));
    List<List<String>> counts = new ArrayList<>();
    counts.add(counts("threads", changes.path("threads"), List.of("former", "now", "new", "gone")));
    counts.add(counts("rows", changes.path("rows"), List.of("former", "now", "added", "gone")));
    page.table(List.of("", "then", "now", "new", "gone"), counts);
    page.paragraph(
        "Rows that are as they were: "
            + changes.path("rows").path("unchanged").asText()
            + ", that say otherwise: "
            + changes.path("rows").path("flipped").asText()
            + ", with another text: "
            + changes.path("rows").path("reworded").asText()
            + ".");
    changes
        .path("changes")
        .properties()
        .forEach(kind -> kind(page, kind.getKey(), kind.getValue()));
    return page.toString();
  }

  private static String rules(JsonNode changes) {
    String members = joined(changes.path("rules_changed"), "`, `");
    String rules =
        members.isEmpty()
            ? "The rules are the same."
            : "Other rules: `" + Markdown.cell(members) + "`.";
    return rules
        + (changes.path("filters_changed").booleanValue()
            ? " The filters differ: threads may be new or gone only because of them."
            : " The filters are the same.");
  }

  private static void kind(Markdown page, String kind, JsonNode causes) {
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode cause : causes) {
      String name = cause.path("cause").asText();
      rows.add(
          List.of(
              CAUSES.containsKey(name)
                  ? CAUSES.get(name)
                  : "`" + Markdown.cell(name) + "` is another",
              cause.path("rows").asText(),
              examples(cause.path("examples"))));
    }
    if (!rows.isEmpty()) {
      page.heading(2, KINDS.get(kind));
      page.table(List.of("because", "rows", "for example"), rows);
    }
  }

  private static String examples(JsonNode examples) {
    return StreamSupport.stream(examples.spliterator(), false)
        .limit(MOST_SHOWN)
        .map(row -> row.path("thread_id").asText() + " " + row.path("about").asText())
        .map(Markdown::cell)
        .collect(Collectors.joining(", "));
  }

  private static List<String> counts(String what, JsonNode counts, List<String> names) {
    List<String> row = new ArrayList<>(List.of(what));
    names.forEach(name -> row.add(counts.path(name).asText()));
    return row;
  }

  private static String joined(JsonNode texts, String between) {
    return StreamSupport.stream(texts.spliterator(), false)
        .map(JsonNode::asText)
        .collect(Collectors.joining(between));
  }
}
