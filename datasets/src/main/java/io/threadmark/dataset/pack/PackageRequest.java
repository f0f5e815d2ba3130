package io.threadmark.dataset.pack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.Rows;
import io.threadmark.dataset.duplicate.NearDuplicatePlan;
import io.threadmark.dataset.format.DatasetFormat;
import io.threadmark.dataset.label.Rules;
import io.threadmark.dataset.row.FileKind;
import io.threadmark.dataset.split.Split;
import io.threadmark.dataset.split.SplitPlan;
import java.nio.file.Path;
import java.util.List;

/**
 * What a package is to be.
 *
 * @param name of the dataset, for its card
 * @param nearDuplicates null where they stay
 * @param context what the caller knows and the manifest tells
 * @param against a former package of the same format, a folder or a zip, that it is compared with;
 *     null for none
 */
public record PackageRequest(
    String name,
    DatasetFormat format,
    FileKind fileKind,
    Rules rules,
    SplitPlan splits,
    NearDuplicatePlan nearDuplicates,
    Context context,
    Path against) {

  public PackageRequest {
    if (!fileKind.holds(format.columns())) {
      throw new IllegalArgumentException(
          "file must not be " + fileKind.word() + ": rows of " + format.name() + " are nested");
    }
  }

  /** One that is compared with none. */
  public PackageRequest(
      String name,
      DatasetFormat format,
      FileKind fileKind,
      Rules rules,
      SplitPlan splits,
      NearDuplicatePlan nearDuplicates,
      Context context) {
    this(name, format, fileKind, rules, splits, nearDuplicates, context, null);
  }

  /** The same, compared with a former package. */
  public PackageRequest against(Path former) {
    return new PackageRequest(
        name, format, fileKind, rules, splits, nearDuplicates, context, former);
  }

  /** The time that the package tells; null where it has none to tell. */
  String createdAt(Rows rows) {
    if (context.createdAt() != null) {
      return context.createdAt();
    }
    return rows.newestWord() == null ? null : rows.newestWord().toString();
  }

  /** The splits that the package has files of. */
  List<Split> splitsMade() {
    return format.isForTrainingOnly() ? List.of(Split.TRAIN) : splits.splits();
  }

  /**
   * What the manifest tells and this module cannot know.
   *
   * @param filters that chose the threads, as they were given
   * @param snapshot the positions that the threads were read at
   * @param redaction what was done to what is personal; null for nothing
   * @param version of the program
   * @param createdAt when the snapshot was taken, in RFC 3339; null for when the newest word in it
   *     was said, so that the same snapshot gives the same package whenever it is read
   */
  public record Context(
      ObjectNode filters,
      ObjectNode snapshot,
      ObjectNode redaction,
      String version,
      String createdAt) {}
}
