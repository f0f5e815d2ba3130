package io.threadmark.standalone.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.threadmark.standalone.cli.Printable;
import io.threadmark.standalone.cli.TextTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Says how far an export is, and what came of it. */
final class ExportReport {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BAR = 30;

  private ExportReport() {}

  /** How far it is, in one line. */
  static String progress(JsonNode state) {
    JsonNode progress = state.path("progress");
    if (!state.path("state").asText().equals("RUNNING")) {
      return state.path("state").asText().toLowerCase(Locale.ROOT);
    }
    long total = progress.path("threads_total").asLong();
    if (total == 0) {
      return "finding the threads";
    }
    long threads = progress.path("threads").asLong();
    String bar = "#".repeat((int) Math.min(BAR, BAR * threads / total));
    return String.format(
        Locale.ROOT,
        "[%-" + BAR + "s] %d%%  %,d of %,d threads, %,d rows, %,d of them written",
        bar,
        100 * threads / total,
        threads,
        total,
        progress.path("rows").asLong(),
        progress.path("rows_written").asLong());
  }

  /** What is in a package that is in its place, a line each. */
  static List<String> done(Path folder) throws IOException {
    JsonNode manifest = JSON.readTree(folder.resolve("manifest.json").toFile());
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%,d rows of %s in %s",
            manifest.path("rows").asLong(),
            manifest.path("format").asText(),
            folder));
    if (manifest.has("empty_because")) {
      lines.add("The dataset is empty: " + manifest.path("empty_because").asText() + ".");
    }
    lines.addAll(table("file", "rows", files(manifest)));
    lines.addAll(table("left out because of", "times", dropped(manifest)));
    return lines;
  }

  private static List<List<String>> files(JsonNode manifest) {
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode file : manifest.path("files")) {
      if (file.path("path").asText().startsWith("data/")) {
        rows.add(List.of(Printable.of(file.path("path").asText()), number(file.path("rows"))));
      }
    }
    return rows;
  }

  private static List<List<String>> dropped(JsonNode manifest) {
    List<List<String>> rows = new ArrayList<>();
    manifest
        .path("dropped")
        .properties()
        .forEach(
            reason -> rows.add(List.of(Printable.of(reason.getKey()), number(reason.getValue()))));
    return rows;
  }

  private static String number(JsonNode value) {
    return String.format(Locale.ROOT, "%,d", value.asLong());
  }

  private static List<String> table(String what, String number, List<List<String>> rows) {
    if (rows.isEmpty()) {
      return List.of();
    }
    List<List<String>> all = new ArrayList<>();
    all.add(List.of(what, number));
    all.addAll(rows);
    return TextTable.lines(all, Set.of(1)).stream().map(line -> "  " + line).toList();
  }
}
