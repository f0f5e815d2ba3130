package io.threadmark.dataset.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.Rows;
import io.threadmark.dataset.format.DatasetFormat;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.label.Rules;
import io.threadmark.dataset.spill.SortedTexts.Cursor;
import io.threadmark.schema.LabeledThread;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds out what changed against a former package, and why. While the new one is made, rows are
 * also made of the same threads under the former rules, and under those between the two where
 * several members differ. What the former rules make of the threads of today, and did not make
 * before, is due to the threads; what comes after is due to the rules.
 */
public final class Relabeling implements Closeable {
  private static final int BUFFER_BYTES = 2 << 20;

  private final FormerPackage former;
  private final DatasetFormat format;
  private final RuleSteps steps;
  private final List<Rows> stages = new ArrayList<>();
  private final List<Decisions> made = new ArrayList<>();

  /**
   * @param rules of the package that is made
   * @param folder to work in
   */
  public Relabeling(FormerPackage former, DatasetFormat format, Rules rules, Path folder) {
    this.former = former;
    this.format = format;
    this.steps = RuleSteps.between(former.rules(), rules);
    List<Rules> before = new ArrayList<>(List.of(steps.from()));
    steps.steps().forEach(step -> before.add(step.rules()));
    for (Rules stage : before.subList(0, before.size() - 1)) { // the last are those of the package
      made.add(new Decisions(folder, "stage-" + stages.size(), BUFFER_BYTES));
      stages.add(new Rows(format, stage));
    }
  }

  /** Takes the next thread that the package is made of. */
  public void add(LabeledThread thread) throws IOException {
    for (int stage = 0; stage < stages.size(); stage++) {
      stages.get(stage).of(thread, sink(stage));
    }
  }

  /** After the last thread. */
  public void end() throws IOException {
    for (int stage = 0; stage < stages.size(); stage++) {
      stages.get(stage).end(sink(stage));
    }
  }

  /**
   * What changed.
   *
   * @param now what became of the package
   * @param filters of the package
   * @param version of the program that made it
   */
  public ObjectNode changes(Decisions now, JsonNode filters, String version) throws IOException {
    JsonNode manifest = former.manifest();
    Causes causes =
        new Causes(
            steps,
            Causes.isChosenAmongAll(steps.from(), format.isForTrainingOnly()),
            !manifest.path("version").asText().equals(version));
    List<Cursor> cursors = new ArrayList<>();
    try {
      cursors.add(former.lines());
      for (Decisions stage : made) {
        cursors.add(stage.read());
      }
      cursors.add(now.read());
      Changes changes = new Comparison(cursors, causes).changes();
      ObjectNode json = Json.object();
      json.set("against", former.described());
      json.put("filters_changed", !manifest.path("filters").equals(filters));
      json.set(
          "rules_changed", Json.array(steps.steps().stream().map(RuleSteps.Step::member).toList()));
      changes.put(json);
      return json;
    } finally {
      for (Cursor cursor : cursors) {
        cursor.close();
      }
    }
  }

  /** What a manifest tells of the package that this one was compared with. */
  public ObjectNode described() {
    return former.described();
  }

  @Override
  public void close() throws IOException {
    for (Decisions stage : made) {
      stage.close();
    }
  }

  private Rows.Sink sink(int stage) {
    return (group, example) ->
        made.get(stage)
            .add(
                example.claim(),
                example.contentHash(Json.bytes(example.row())),
                example.provenance().json(),
                true);
  }
}
