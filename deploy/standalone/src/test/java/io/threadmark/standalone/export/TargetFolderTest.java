package io.threadmark.standalone.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadmark.standalone.cli.CommandFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder has a whole package, or is not there. */
class TargetFolderTest {
  @TempDir private Path folder;

  @Test
  void aPackageComesWholeAndLeavesNothingElse() throws IOException {
    Path target = folder.resolve("new/dataset");
    try (TargetFolder prepared = TargetFolder.prepare(target)) {
      assertThat(target).doesNotExist();
      zip(prepared.zip(), "data/train.jsonl", "README.md");
      prepared.publish();
    }
    assertThat(target.resolve("data/train.jsonl")).hasContent("content of data/train.jsonl");
    assertThat(target.resolve("README.md")).exists();
    assertThat(names(target.getParent())).containsExactly("dataset");
  }

  @Test
  void aFolderThatIsEmptyIsTaken() throws IOException {
    Path target = Files.createDirectory(folder.resolve("dataset"));
    try (TargetFolder prepared = TargetFolder.prepare(target)) {
      zip(prepared.zip(), "README.md");
      prepared.publish();
    }
    assertThat(names(target)).containsExactly("README.md");
  }

  @Test
  void whatIsThereIsNotTouched() throws IOException {
    Path target = Files.createDirectory(folder.resolve("dataset"));
    Files.writeString(target.resolve("mine"), "mine");
    assertThatThrownBy(() -> TargetFolder.prepare(target))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("is not empty");
    assertThatThrownBy(() -> TargetFolder.prepare(target.resolve("mine")))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("is no folder");
    assertThat(names(folder)).containsExactly("dataset");
  }

  @Test
  void whatWouldGoElsewhereGoesNowhere() throws IOException {
    Path target = folder.resolve("dataset");
    try (TargetFolder prepared = TargetFolder.prepare(target)) {
      zip(prepared.zip(), "README.md", "../../escaped");
      assertThatThrownBy(prepared::publish)
          .isInstanceOf(CommandFailedException.class)
          .hasMessageContaining("go elsewhere");
    }
    assertThat(names(folder)).isEmpty();
  }

  private static void zip(Path file, String... names) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (String name : names) {
        out.putNextEntry(new ZipEntry(name));
        out.write(("content of " + name).getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static java.util.List<String> names(Path of) throws IOException {
    try (Stream<Path> files = Files.list(of)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
