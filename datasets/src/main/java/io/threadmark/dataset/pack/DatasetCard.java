package io.threadmark.dataset.pack;

import com.fasterxml.jackson.databind.node.TextNode;
import io.threadmark.dataset.Rows;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.page.Markdown;
import io.threadmark.dataset.quality.QualityReport;
import io.threadmark.dataset.row.Column;
import io.threadmark.dataset.split.Split;
import java.util.List;

/** The dataset card that the Hugging Face hub and its loaders read. */
final class DatasetCard {
  private DatasetCard() {}

  static String of(PackageRequest request, Rows rows, QualityReport quality) {
    StringBuilder text = new StringBuilder("---\n");
    text.append("pretty_name: ").append(quoted(request.name())).append('\n');
    text.append("size_categories:\n- ").append(sizeCategory(quality.rows())).append('\n');
    text.append("task_categories:\n");
    request.format().tasks().forEach(task -> text.append("- ").append(task).append('\n'));
    text.append("tags:\n- threadmark\n- human-feedback\n");
    text.append("configs:\n- config_name: default\n  data_files:\n");
    for (Split split : listed(request, quality)) {
      text.append("  - split: ").append(split.word()).append('\n');
      text.append("    path: data/").append(split.word()).append("-*.");
      text.append(request.fileKind().word()).append('\n');
    }
    text.append("dataset_info:\n- config_name: default\n  features:\n");
    text.append(CardFeatures.of(request.format().columns(), request.fileKind(), "  "));
    text.append("---\n\n");
    body(text, request, rows, quality);
    return text.toString();
  }

  /** Loaders refuse a split without rows; a card without splits is none. */
  private static List<Split> listed(PackageRequest request, QualityReport quality) {
    List<Split> filled =
        request.splitsMade().stream().filter(split -> quality.rows(split) > 0).toList();
    return filled.isEmpty() ? request.splitsMade().subList(0, 1) : filled;
  }

  private static void body(
      StringBuilder text, PackageRequest request, Rows rows, QualityReport quality) {
    text.append("# ").append(Markdown.cell(request.name())).append("\n\n");
    text.append(request.format().summary()).append(" Format `");
    text.append(request.format().name()).append("`, made by Threadmark ");
    text.append(Markdown.cell(request.context().version())).append(".\n\n");
    text.append("| split | rows |\n|---|---|\n");
    for (Split split : request.splitsMade()) {
      text.append("| ").append(split.word()).append(" | ");
      text.append(quality.rows(split)).append(" |\n");
    }
    text.append("\n| column | what it is |\n|---|---|\n");
    for (Column column : request.format().columns()) {
      text.append("| `").append(column.name()).append("` | ").append(column.doc());
      text.append(column.required() ? "" : " May be absent.").append(" |\n");
    }
    text.append("\nMade of ").append(rows.threads()).append(" conversations. ");
    text.append("`manifest.json` tells how to make the same again, what was dropped and why, and");
    text.append(" the checksum of each file. `report/quality.md` tells its balance.\n");
  }

  /** JSON text is YAML text. */
  private static String quoted(String text) {
    return Json.text(TextNode.valueOf(text));
  }

  private static String sizeCategory(long rows) {
    long bound = 1_000;
    String lower = "n<1K";
    String[] names = {"1K", "10K", "100K", "1M", "10M", "100M", "1B", "10B", "100B", "1T"};
    for (int at = 0; at < names.length; at++) {
      if (rows < bound) {
        return lower;
      }
      lower = at + 1 < names.length ? names[at] + "<n<" + names[at + 1] : "n>1T";
      bound *= 10;
    }
    return lower;
  }
}
