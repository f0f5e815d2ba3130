package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.testkit.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What users run is the product, and nothing that only tests it. */
class DistributionIT {

  @Test
  void itHasTheModulesOfTheProductAndNoLibraryOfTests() throws IOException {
    List<String> jars;
    try (Stream<Path> files = Files.list(Distribution.path("lib"))) {
      jars = files.map(file -> file.getFileName().toString()).toList();
    }
    assertThat(jars.stream().filter(jar -> jar.startsWith("threadmark-")))
        .extracting(jar -> jar.replaceFirst("-\\d.*", ""))
        .containsExactlyInAnyOrder(
            "threadmark-schemas",
            "threadmark-statistics",
            "threadmark-datasets",
            "threadmark-continuous-export",
            "threadmark-ingest-gateway",
            "threadmark-streams-processor",
            "threadmark-standalone");
    assertThat(jars).noneMatch(jar -> jar.matches("(junit|assertj|jqwik|.*test).*"));
  }
}
