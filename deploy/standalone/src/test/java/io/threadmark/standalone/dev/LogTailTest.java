package io.threadmark.standalone.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
  @TempDir Path folder;

  @Test
  void showsTheLastLinesWithoutStackFrames() throws IOException {
    String lines =
        IntStream.range(0, 100)
            .mapToObj(i -> "line " + i + "\n\tat some.Frame")
            .collect(Collectors.joining("\n"));
    Path log = Files.writeString(folder.resolve("kafka.log"), lines);

    String tail = LogTail.of(log);

    assertThat(tail)
        .startsWith("\n  | line 75\n")
        .endsWith("  | line 99\nThe whole log: " + log)
        .doesNotContain("Frame");
  }

  @Test
  void aLogThatIsNotThereIsNoFurtherTrouble() {
    assertThat(LogTail.of(folder.resolve("none.log"))).contains("cannot be read");
  }
}
