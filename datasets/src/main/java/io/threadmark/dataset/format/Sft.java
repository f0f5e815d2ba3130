package io.threadmark.dataset.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.row.Column;
import io.threadmark.dataset.row.Provenance;
import java.util.List;

/** Supervised fine-tuning with TRL: a prompt and the answer to learn. */
final class Sft extends GoodAnswerFormat {

  Sft() {
    super(
        "sft",
        "Prompts with answers worth learning, for supervised fine-tuning with TRL.",
        List.of(
            Column.of("prompt", TemplateMessages.SHAPE, "The conversation up to the answer."),
            Column.of(
                "completion", TemplateMessages.SHAPE, "The answer, as corrected or as it is."),
            TemplateMessages.TOOLS,
            Provenance.COLUMN));
  }

  @Override
  ObjectNode row(GoodAnswer good) throws NoPlaceException {
    Provenance provenance = good.origin().provenance();
    ObjectNode row = Json.object();
    row.set("prompt", TemplateMessages.prompt(good.answer()));
    row.set("completion", TemplateMessages.of(List.of(good.good())));
    if (good.answer().tools() != null) {
      row.set("tools", good.answer().tools());
    }
    row.set(Provenance.COLUMN.name(), provenance.json());
    return row;
  }
}
