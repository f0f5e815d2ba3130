package io.threadmark.dataset.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.dataset.label.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the document says of formats is so. */
class DocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "datasets.md");
  private static final Path GOLDEN =
      Path.of("src", "test", "resources", "io", "threadmark", "dataset", "format", "golden");

  @Test
  void eachFormatHasAnExampleFromItsGoldenFile() throws IOException {
    String document = Files.readString(DOCUMENT);
    for (DatasetFormat format : DatasetFormats.ALL) {
      String heading = "\n### " + format.name() + "\n";
      assertThat(document).contains(heading);
      String section = document.substring(document.indexOf(heading) + heading.length());
      String example = section.substring(section.indexOf("```json\n") + 8).split("\n", 2)[0];
      assertThat(Files.readAllLines(GOLDEN.resolve(format.name() + ".jsonl")))
          .as(format.name())
          .contains(example);
    }
  }

  @Test
  void eachReasonForDroppingIsExplained() throws IOException {
    List<String> lines = Files.readAllLines(DOCUMENT);
    for (Reason reason : Reason.values()) {
      assertThat(lines).anyMatch(line -> line.contains("`" + reason.word() + "`"));
    }
  }
}
