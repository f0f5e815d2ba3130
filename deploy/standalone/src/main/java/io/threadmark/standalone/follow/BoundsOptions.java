package io.threadmark.standalone.follow;

import io.threadmark.follow.part.PartBounds;
import io.threadmark.standalone.cli.WholeNumber;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How large parts become. */
final class BoundsOptions {
  @Option(
      names = "--part-rows",
      paramLabel = "N",
      converter = Rows.class,
      defaultValue = "100000",
      description = "A part has at most so many rows (usually ${DEFAULT-VALUE}).")
  private int rows;

  @Option(
      names = "--part-bytes",
      paramLabel = "N",
      converter = Bytes.class,
      defaultValue = "134217728",
      description =
          "A part ends after so many bytes of rows, counted as JSON (usually ${DEFAULT-VALUE}).")
  private int bytes;

  /** The bounds, with an age. */
  PartBounds bounds(Duration age) {
    return new PartBounds(rows, bytes, age);
  }

  private static final class Rows extends WholeNumber {
    Rows() {
      super(1, 100_000_000);
    }
  }

  private static final class Bytes extends WholeNumber {
    Bytes() {
      super(1_024, 1 << 30);
    }
  }
}
