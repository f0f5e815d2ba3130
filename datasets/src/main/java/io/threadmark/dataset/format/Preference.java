package io.threadmark.dataset.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.label.Labels;
import io.threadmark.dataset.row.Column;
import io.threadmark.dataset.row.Example;
import io.threadmark.dataset.row.Provenance;
import io.threadmark.dataset.turn.Answer;
import java.util.List;
import java.util.function.Consumer;

/** Preferences with TRL: a prompt, the better answer and the worse. */
final class Preference implements DatasetFormat {

  @Override
  public String name() {
    return "preference";
  }

  @Override
  public String summary() {
    return "Prompts with a better and a worse answer, for DPO and reward models with TRL.";
  }

  @Override
  public List<Column> columns() {
    return List.of(
        Column.of("prompt", TemplateMessages.SHAPE, "The conversation up to the answer."),
        Column.of("chosen", TemplateMessages.SHAPE, "The better answer, or the correction."),
        Column.of("rejected", TemplateMessages.SHAPE, "The worse answer, or what was corrected."),
        TemplateMessages.TOOLS,
        Column.text("group_id", "The same in all pairs of one prompt; never in two splits."),
        Provenance.COLUMN);
  }

  @Override
  public List<String> tasks() {
    return List.of("text-generation");
  }

  @Override
  public RowMaker begin() {
    return Preference::rows;
  }

  private static void rows(Labels labels, Consumer<Example> rows) {
    labels.withoutThread();
    Attempts attempts = new Attempts(labels, rows);
    PreferredPair.of(labels).forEach(pair -> attempts.add(() -> row(pair)));
  }

  private static Example row(PreferredPair pair) throws NoPlaceException {
    Provenance provenance = pair.origin().provenance();
    ObjectNode row = Json.object();
    row.set("prompt", TemplateMessages.prompt(pair.prompt()));
    row.set("chosen", TemplateMessages.of(List.of(pair.chosen())));
    row.set("rejected", TemplateMessages.of(List.of(pair.rejected())));
    if (pair.tools() != null) {
      row.set("tools", pair.tools());
    }
    row.put("group_id", pair.group());
    row.set(Provenance.COLUMN.name(), provenance.json());
    return new Example(
        row,
        provenance,
        Answer.text(pair.prompt()),
        pair.comparable(),
        provenance.origin(),
        pair.origin().human(),
        pair.origin().newest());
  }
}
