package io.threadmark.standalone.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadmark.standalone.cli.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir Path folder;

  @Test
  void isMadeWhereItIsMissing() throws IOException {
    try (DataDirectory data = DataDirectory.open(folder.resolve("a/b c"), false)) {
      assertThat(data.kafka()).isDirectory();
      assertThat(data.logs()).isDirectory();
    }
  }

  @Test
  void isOpenedAgainWithWhatItHolds() throws IOException {
    Path kept;
    try (DataDirectory data = DataDirectory.open(folder, false)) {
      kept = Files.writeString(data.kafka().resolve("segment"), "records");
    }
    try (DataDirectory data = DataDirectory.open(folder, false)) {
      assertThat(data.kafka()).isNotEmptyDirectory();
      assertThat(kept).hasContent("records");
    }
  }

  @Test
  void hasOneHolder() throws IOException {
    try (DataDirectory data = DataDirectory.open(folder, false)) {
      assertThatThrownBy(() -> DataDirectory.open(folder, true))
          .isInstanceOf(CommandFailedException.class)
          .hasMessageContaining("another 'threadmark dev'")
          .hasMessageContaining("process " + ProcessHandle.current().pid())
          .hasMessageContaining("--data");
      assertThat(data.kafka()).isDirectory();
    }
  }

  @Test
  void aFolderOfSomeoneElseIsLeftAsItIs() throws IOException {
    Path theirs = Files.writeString(folder.resolve("thesis.txt"), "years of work");

    for (boolean reset : new boolean[] {false, true}) {
      assertThatThrownBy(() -> DataDirectory.open(folder, reset))
          .isInstanceOf(CommandFailedException.class)
          .hasMessageContaining("--data");
    }

    assertThat(folder).isDirectoryContaining(theirs::equals);
    try (var entries = Files.list(folder)) {
      assertThat(entries).containsExactly(theirs);
    }
  }

  @Test
  void resetDeletesWhatIsOursAndNothingElse() throws IOException {
    Path outside = Files.createDirectories(folder.resolve("outside"));
    Path precious = Files.writeString(outside.resolve("precious"), "x");
    Path root = folder.resolve("data");
    Path segment;
    Path note;
    try (DataDirectory data = DataDirectory.open(root, false)) {
      segment = Files.writeString(data.kafka().resolve("segment"), "records");
      note = Files.writeString(root.resolve("note.txt"), "mine");
      Files.createSymbolicLink(data.registry().resolve("link"), outside);
      Files.createSymbolicLink(data.state(), outside);
    }

    try (DataDirectory data = DataDirectory.open(root, true)) {
      assertThat(segment).doesNotExist();
      assertThat(data.state()).doesNotExist();
      assertThat(data.registry()).isEmptyDirectory();
      assertThat(note).exists();
      assertThat(precious).exists();
    }
  }

  @Test
  void aFileIsNoFolder() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(() -> DataDirectory.open(file, false))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("is not a folder");
  }
}
