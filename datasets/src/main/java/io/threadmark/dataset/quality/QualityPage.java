package io.threadmark.dataset.quality;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.dataset.page.Markdown;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The report for people. */
public final class QualityPage {
  private static final List<String> LENGTHS =
      List.of("count", "min", "mean", "about_p50", "about_p95", "max");

  private final JsonNode report;
  private final Markdown page = new Markdown();

  private QualityPage(JsonNode report) {
    this.report = report;
  }

  /**
   * @param title the name of the dataset
   * @param report as {@link QualityReport#json} tells it
   */
  public static String of(String title, JsonNode report) {
    QualityPage page = new QualityPage(report);
    page.page.heading(1, "Quality of " + Markdown.cell(title));
    page.rows();
    page.labels();
    page.judges();
    page.agreement();
    page.lengths();
    page.position();
    page.dropped();
    return page.page.toString();
  }

  private void rows() {
    page.paragraph(
        "Rows: "
            + report.path("rows").asText()
            + ". Rows of the largest group, which is in one split whole: "
            + report.path("rows_of_largest_group").asText()
            + ".");
    List<List<String>> rows = new ArrayList<>();
    for (Map.Entry<String, JsonNode> split : report.path("rows_by_split").properties()) {
      rows.add(
          List.of(split.getKey(), split.getValue().asText(), percent(split.getValue(), "rows")));
    }
    page.table(List.of("split", "rows", "of all"), rows);
  }

  private void labels() {
    JsonNode labels = report.path("labels");
    if (labels.path("distinct").intValue() == 0) {
      return;
    }
    page.heading(2, "Labels");
    List<String> head = new ArrayList<>(List.of("label", "rows", "of all"));
    JsonNode bySplit = report.path("labels_by_split");
    bySplit.fieldNames().forEachRemaining(head::add);
    List<List<String>> rows = new ArrayList<>();
    for (Map.Entry<String, JsonNode> label : labels.path("most").properties()) {
      List<String> row = new ArrayList<>();
      row.add(Markdown.cell(label.getKey()));
      row.add(label.getValue().asText());
      row.add(percent(label.getValue(), "rows"));
      bySplit.forEach(split -> row.add(split.path("most").path(label.getKey()).asText("–")));
      rows.add(row);
    }
    page.table(head, rows);
    more(labels, rows.size(), "labels");
  }

  private void judges() {
    JsonNode raters = report.path("raters");
    page.heading(2, "Judges");
    page.paragraph(
        "Judges that are known: "
            + raters.path("distinct").asText()
            + ". Pieces of feedback that do not say whose they are: "
            + raters.path("feedback_without_rater").asText()
            + ".");
    List<List<String>> rows = new ArrayList<>();
    for (Map.Entry<String, JsonNode> rater : raters.path("most").properties()) {
      JsonNode counts = rater.getValue();
      rows.add(
          List.of(
              Markdown.cell(rater.getKey()),
              counts.path("rows").asText(),
              counts.path("feedback").asText(),
              counts.path("positive").asText(),
              counts.path("negative").asText(),
              counts.has("positive_share") ? percent(counts.path("positive_share")) : "–"));
    }
    page.table(List.of("judge", "rows", "feedback", "for", "against", "share for"), rows);
    more(raters, rows.size(), "judges");
  }

  private void agreement() {
    page.heading(2, "Agreement");
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode name : report.path("agreement").path("names")) {
      JsonNode alpha = name.path("alpha");
      rows.add(
          List.of(
              Markdown.cell(name.path("name").asText()),
              alpha.isNull() ? "n/a: " + name.path("reason").asText() : alpha.asText(),
              name.path("level").asText(),
              name.path("units").asText(),
              name.path("pairable").asText(),
              name.path("without_rater").asText()));
    }
    page.paragraph(
        rows.isEmpty()
            ? "There is no feedback of which judges could agree or not."
            : "Krippendorff's alpha: 1 is perfect agreement, 0 is what chance alone gives. Only"
                + " what two judges or more judged has a part in it.");
    page.table(
        List.of("name", "alpha", "level", "judged", "values compared", "without a judge"), rows);
  }

  private void lengths() {
    page.heading(2, "Lengths");
    List<List<String>> rows = new ArrayList<>();
    length(rows, "prompts", report.path("prompt_characters"));
    length(rows, "answers", report.path("answer_characters"));
    JsonNode bias = report.path("length_bias");
    length(rows, "answers spoken for", bias.path("better_characters"));
    length(rows, "answers spoken against", bias.path("worse_characters"));
    page.table(
        List.of("characters of", "texts", "least", "mean", "half up to", "95 % up to", "most"),
        rows);
    JsonNode pairs = bias.path("pairs");
    if (pairs.has("share")) {
      long equal = pairs.path("equally_long").longValue();
      page.paragraph(
          "The longer answer is preferred in "
              + pairs.path("longer_is_better").asText()
              + " of the "
              + (pairs.path("pairs").longValue() - equal)
              + " pairs whose answers differ in length: "
              + interval(pairs)
              + " Without a bias for length it is about half.");
    }
  }

  private void position() {
    JsonNode position = report.path("position");
    if (!position.isMissingNode()) {
      page.heading(2, "Order of showing");
      page.paragraph(
          "The answer that was shown first is preferred in "
              + position.path("first_shown_preferred").asText()
              + " of the "
              + position.path("pairs_with_known_order").asText()
              + " pairs whose order is known: "
              + interval(position)
              + " Without a bias for position it is about half.");
    }
  }

  private void dropped() {
    page.heading(2, "What is left out");
    JsonNode duplicates = report.path("duplicates");
    page.paragraph(
        "Rows that another one stands for: "
            + duplicates.path("exact").asText()
            + " exact duplicates, "
            + duplicates.path("near").asText()
            + " near duplicates.");
    List<List<String>> rows = new ArrayList<>();
    for (Map.Entry<String, JsonNode> reason : report.path("dropped").properties()) {
      rows.add(List.of(Markdown.code(reason.getKey()), reason.getValue().asText()));
    }
    page.table(List.of("reason", "how many"), rows);
  }

  private static void length(List<List<String>> rows, String what, JsonNode lengths) {
    if (lengths.path("count").longValue() > 0) {
      List<String> row = new ArrayList<>(List.of(what));
      LENGTHS.forEach(figure -> row.add(lengths.path(figure).asText()));
      rows.add(row);
    }
  }

  private void more(JsonNode counts, int shown, String what) {
    int others = counts.path("distinct").intValue() - shown;
    if (others > 0) {
      page.paragraph("And " + others + " more " + what + ".");
    }
  }

  private static String interval(JsonNode share) {
    return percent(share.path("share"))
        + " (95 % interval: "
        + percent(share.path("low"))
        + " to "
        + percent(share.path("high"))
        + ").";
  }

  private String percent(JsonNode part, String whole) {
    long all = report.path(whole).longValue();
    return all == 0 ? "–" : percent((double) part.longValue() / all);
  }

  private static String percent(JsonNode share) {
    return percent(share.doubleValue());
  }

  private static String percent(double share) {
    return Math.round(share * 1_000) / 10.0 + " %";
  }
}
