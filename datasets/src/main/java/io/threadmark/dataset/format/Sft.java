package io.threadmark.dataset.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.label.Labels;
import io.threadmark.dataset.row.Column;
import io.threadmark.dataset.row.Example;
import io.threadmark.dataset.row.Provenance;
import java.util.List;
import java.util.function.Consumer;

/** Supervised fine-tuning with TRL: a prompt and the answer to learn. */
final class Sft implements DatasetFormat {

  @Override
  public String name() {
    return "sft";
  }

  @Override
  public String summary() {
    return "Prompts with answers worth learning, for supervised fine-tuning with TRL.";
  }

  @Override
  public List<Column> columns() {
    return List.of(
        Column.of("prompt", TemplateMessages.SHAPE, "The conversation up to the answer."),
        Column.of("completion", TemplateMessages.SHAPE, "The answer, as corrected or as it is."),
        TemplateMessages.TOOLS,
        Provenance.COLUMN);
  }

  @Override
  public List<String> tasks() {
    return List.of("text-generation");
  }

  @Override
  public RowMaker begin() {
    return Sft::rows;
  }

  private static void rows(Labels labels, Consumer<Example> rows) {
    Attempts attempts = new Attempts(labels, rows);
    GoodAnswer.of(labels).forEach(good -> attempts.add(() -> row(good)));
  }

  private static Example row(GoodAnswer good) throws NoPlaceException {
    Provenance provenance = good.origin().provenance();
    ObjectNode row = Json.object();
    row.set("prompt", TemplateMessages.prompt(good.answer()));
    row.set("completion", TemplateMessages.of(List.of(good.good())));
    if (good.answer().tools() != null) {
      row.set("tools", good.answer().tools());
    }
    row.set(Provenance.COLUMN.name(), provenance.json());
    return new Example(
        row,
        provenance,
        good.answer().promptText(),
        good.good().comparable(),
        provenance.origin(),
        good.origin().human(),
        good.origin().newest());
  }
}
