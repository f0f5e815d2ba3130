package io.threadmark.processor.law;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlainFoldTest {
  /** The platform, and the records of events and outputs; no code that the stages use. */
  private static final Pattern ALLOWED =
      Pattern.compile(
          "import (static )?(java\\.|org\\.(junit|assertj|apache\\.avro)\\."
              + "|io\\.threadmark\\.schema\\.(?!StampOrder|Micros|TraceId|Key)[A-Z]).*");

  /** A mistake that the fold shared with the stages would be seen by neither. */
  @Test
  void theFoldSharesNothingWithWhatItJudges() throws IOException {
    Path sources = Path.of("src/test/java", getClass().getPackageName().replace('.', '/'));
    try (Stream<Path> files = Files.list(sources)) {
      for (Path file : files.toList()) {
        List<String> foreign =
            Files.readAllLines(file).stream()
                .filter(line -> line.startsWith("import "))
                .filter(line -> !ALLOWED.matcher(line).matches())
                .toList();
        assertThat(foreign).as("imports of %s", file.getFileName()).isEmpty();
      }
    }
  }
}
