package io.threadmark.follow.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FolderStorageTest extends StorageContract {
  @Override
  Storage storage() {
    return new FolderStorage(root());
  }

  @Test
  void whatIsNotWholeIsHiddenAndSweptForThoseWhoseItIs() throws Exception {
    Files.createDirectories(root().resolve("data"));
    Path cut = root().resolve("data/.part.jsonl." + "0".repeat(32) + ".unfinished");
    Path others = root().resolve("data/.mine");
    Files.writeString(cut, "half a ro");
    Files.writeString(others, "x");
    Storage storage = storage();
    assertThat(storage.list("data/")).isEmpty();

    storage.sweepUnfinished(path -> false);
    assertThat(cut).exists();
    storage.sweepUnfinished("data/part.jsonl"::equals);
    assertThat(cut).doesNotExist();
    assertThat(others).exists();
  }

  @Test
  void nothingIsLeftOfAPutThatFails() throws Exception {
    Storage storage = storage();
    assertThatThrownBy(() -> storage.put("data/a", folder.resolve("missing")))
        .isInstanceOf(IOException.class);

    try (Stream<Path> left = Files.walk(root())) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void noPathLeadsOut() {
    for (String path : List.of("../x", "data/../../x", "/etc/x", ".")) {
      assertThatThrownBy(() -> storage().delete(path)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private Path root() {
    return folder.resolve("export");
  }
}
