package io.threadmark.dataset.quality;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.label.Drops;
import io.threadmark.dataset.label.Labels;
import io.threadmark.dataset.label.Reason;
import io.threadmark.dataset.label.Vote;
import io.threadmark.dataset.row.Claim;
import io.threadmark.dataset.spill.ExampleSpill.Spilled;
import io.threadmark.dataset.split.Split;
import io.threadmark.schema.LabeledFeedback;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/** What is good to know of a dataset before a model learns from it. */
public final class QualityReport implements Closeable {
  private final Map<Split, Long> rows = new EnumMap<>(Split.class);
  private final Map<Split, TopCounts> labelsBySplit = new EnumMap<>(Split.class);
  private final TopCounts labels = new TopCounts();
  private final Lengths prompts = new Lengths();
  private final Lengths answers = new Lengths();
  private final AnswerBias bias = new AnswerBias();
  private final RaterCounts raters = new RaterCounts();
  private final Agreement agreement;

  /** What a vote is not was counted when rows were made. */
  private final Drops ignored = new Drops();

  /**
   * @param folder to work in
   */
  public QualityReport(Path folder) {
    this.agreement = new Agreement(folder);
  }

  /** Adds what was said in a thread, as far as rows were made of it. */
  public void add(Labels thread) throws IOException {
    agreement.add(thread.used());
    for (LabeledFeedback feedback : thread.used()) {
      raters.addFeedback(feedback.getSource().getId(), Vote.of(feedback, thread.rules(), ignored));
    }
  }

  /** Adds a row that is in the dataset. */
  public void add(Split split, Spilled row) {
    rows.merge(split, 1L, Long::sum);
    if (row.label() != null) {
      labels.add(row.label());
      labelsBySplit.computeIfAbsent(split, first -> new TopCounts()).add(row.label());
    }
    addLengths(row);
    bias.add(row.claim());
    row.raters().forEach(raters::addRow);
  }

  public long rows() {
    return rows.values().stream().mapToLong(Long::longValue).sum();
  }

  public long rows(Split split) {
    return rows.getOrDefault(split, 0L);
  }

  /** The whole report; nothing may be added after. */
  public ObjectNode json(Drops drops, long largestGroup) throws IOException {
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
    ObjectNode balance = json.putObject("labels_by_split");
    labelsBySplit.forEach((split, counts) -> balance.set(split.word(), counts.json()));
    json.set("prompt_characters", prompts.json());
    json.set("answer_characters", answers.json());
    bias.put(json);
    json.set("raters", raters.json());
    json.set("agreement", agreement.json());
    return json;
  }

  @Override
  public void close() throws IOException {
    agreement.close();
  }

  private void addLengths(Spilled row) {
    Claim claim = row.claim();
    if (row.promptLength() > 0) {
      prompts.add(row.promptLength());
    }
    if (claim.isPair()) {
      answers.add(claim.better());
      answers.add(claim.worse());
    } else if (row.answerLength() >= 0) {
      answers.add(row.answerLength());
    }
  }
}
