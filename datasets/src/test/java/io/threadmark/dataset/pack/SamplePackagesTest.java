package io.threadmark.dataset.pack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.ConversationSource;
import io.threadmark.dataset.Progress;
import io.threadmark.dataset.SharedConversations;
import io.threadmark.dataset.format.DatasetFormat;
import io.threadmark.dataset.format.DatasetFormats;
import io.threadmark.dataset.row.FileKind;
import io.threadmark.dataset.split.SplitPlan;
import io.threadmark.schema.LabeledThread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A package of each format and type of file, full and empty, under {@code target/packages}, where
 * {@code compatibility-tests/datasets} loads them by the programs that they are for.
 */
class SamplePackagesTest {
  private static final Path FOLDER = Path.of("target", "packages");

  @BeforeAll
  static void empty() throws IOException {
    if (Files.exists(FOLDER)) {
      try (Stream<Path> walk = Files.walk(FOLDER)) {
        for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  static Stream<Arguments> packages() {
    List<Arguments> packages = new ArrayList<>();
    for (DatasetFormat format : DatasetFormats.ALL) {
      for (FileKind kind : FileKind.values()) {
        if (kind.holds(format.columns())) {
          packages.add(Arguments.of(format.name(), kind));
        }
      }
    }
    return packages.stream();
  }

  @ParameterizedTest(name = "{0} as {1}")
  @MethodSource("packages")
  void eachFormatHasAPackageFullAndEmpty(String format, FileKind kind) throws IOException {
    ObjectNode full = make(format, kind, "full", SharedConversations.all().iterator());
    ObjectNode empty = make(format, kind, "empty", List.<LabeledThread>of().iterator());

    assertThat(full.path("rows").intValue()).isPositive();
    assertThat(empty.path("rows").intValue()).isZero();
    assertThat(empty.path("files").size()).isEqualTo(full.path("files").size());
  }

  private static ObjectNode make(
      String format, FileKind kind, String name, Iterator<LabeledThread> threads)
      throws IOException {
    return DatasetPackage.make(
        Packages.request(
            format,
            kind,
            new SplitPlan("2026", 7_000, 1_500, 1_500),
            SharedConversations.RULES,
            null),
        ConversationSource.of(threads),
        FOLDER.resolve(format + "-" + kind.word() + "-" + name),
        Progress.NONE);
  }
}
