package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A promise whose test has gone is none. */
class PromisesTest {
  private static final Pattern PROMISE =
      Pattern.compile("(?m)^\\| (?!promise|-)(.+) \\| (.+) \\|$");
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))(?:\\.(\\w+))?`");

  @Test
  void everyPromiseNamesATestThatIsThere() throws IOException {
    Path root = Path.of("..").toRealPath(); // Maven runs tests in their module
    Map<String, Path> tests = tests(root);
    List<MatchResult> promises =
        PROMISE.matcher(Files.readString(root.resolve("docs/promises.md"))).results().toList();
    assertThat(promises).hasSizeGreaterThan(30);
    for (MatchResult promise : promises) {
      List<MatchResult> named = TEST.matcher(promise.group(2)).results().toList();
      assertThat(named.isEmpty() && !promise.group(2).contains("`.ci/"))
          .as("no test of: " + promise.group(1))
          .isFalse();
      for (MatchResult test : named) {
        assertThat(tests).containsKey(test.group(1));
        if (test.group(2) != null) {
          assertThat(Files.readString(tests.get(test.group(1))))
              .contains("void " + test.group(2) + "(");
        }
      }
    }
  }

  private static Map<String, Path> tests(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().matches(".*/src/test/java/.*(Test|IT)\\.java"))
          .collect(
              Collectors.toMap(
                  file -> file.getFileName().toString().replace(".java", ""), Function.identity()));
    }
  }
}
