package io.threadmark.standalone.export;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say what a dataset is to be. */
final class DatasetOptions {
  @Option(
      names = "--file",
      paramLabel = "TYPE",
      description = "jsonl (usually), parquet, or csv for formats that are flat.")
  private String file;

  @Option(
      names = "--split",
      paramLabel = "A/B/C",
      converter = SplitShares.Reader.class,
      description =
          "Percentages of train, validation and test, such as 80/10/10. Usually all is train.")
  private SplitShares split;

  @Option(
      names = "--salt",
      paramLabel = "TEXT",
      description = "Another one puts other users and threads into each split.")
  private String salt;

  @Option(
      names = "--near-duplicates",
      paramLabel = "SHARE",
      description = "Keep one of rows that agree in that share, such as 0.9. Usually all stay.")
  private BigDecimal nearDuplicates;

  @Option(
      names = "--against",
      paramLabel = "EXPORT_ID",
      description =
          "A former export of the same format: the new one has a report of what changed, and why.")
  private String against;

  @Option(names = "--name", paramLabel = "NAME", description = "What to call the dataset.")
  private String name;

  @Mixin private FilterOptions filters;
  @Mixin private RuleOptions rules;

  /** What is asked of the gateway. */
  ObjectNode json(String format) throws IOException {
    ObjectNode request = JsonNodeFactory.withExactBigDecimals(true).objectNode();
    request.put("format", format);
    if (file != null) {
      request.put("file", file);
    }
    if (name != null) {
      request.put("name", name);
    }
    if (against != null) {
      request.put("against", against);
    }
    request.set("filters", filters.json());
    request.set("rules", rules.json());
    if (split != null || salt != null) {
      SplitShares shares =
          split == null ? new SplitShares(BigDecimal.ONE, BigDecimal.ZERO, BigDecimal.ZERO) : split;
      shares.into(request.putObject("split")).put("salt", salt == null ? "" : salt);
    }
    if (nearDuplicates != null) {
      request.putObject("near_duplicates").put("similarity", nearDuplicates);
    }
    return request;
  }
}
