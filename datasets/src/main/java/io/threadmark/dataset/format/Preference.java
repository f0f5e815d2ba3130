package io.threadmark.dataset.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.row.Column;
import io.threadmark.dataset.row.Provenance;
import java.util.List;

/** Preferences with TRL: a prompt, the better answer and the worse. */
final class Preference extends PreferredPairFormat {

  Preference() {
    super(
        "preference",
        "Prompts with a better and a worse answer, for DPO and reward models with TRL.",
        List.of(
            Column.of("prompt", TemplateMessages.SHAPE, "The conversation up to the answer."),
            Column.of("chosen", TemplateMessages.SHAPE, "The better answer, or the correction."),
            Column.of(
                "rejected", TemplateMessages.SHAPE, "The worse answer, or what was corrected."),
            TemplateMessages.TOOLS,
            Column.text("group_id", "The same in all pairs of one prompt; never in two splits."),
            Provenance.COLUMN));
  }

  @Override
  ObjectNode row(PreferredPair pair) throws NoPlaceException {
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
    return row;
  }
}
