package io.threadmark.follow.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every storage does. */
abstract class StorageContract {
  @TempDir Path folder;

  /** An empty one. */
  abstract Storage storage() throws Exception;

  @Test
  void whatIsPutIsThereAsItWas() throws Exception {
    byte[] content = new byte[3 << 20];
    new Random(1).nextBytes(content);
    Storage storage = storage();
    storage.put("data/a/part.bin", file(content));

    try (InputStream in = storage.open("data/a/part.bin")) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
    assertThat(storage.list("data/")).containsExactly("data/a/part.bin");
  }

  @Test
  void filesAreListedByFolderInTheirOrder() throws Exception {
    Storage storage = storage();
    for (String path : List.of("data/b", "data/a/2", "other/c", "data/a/10")) {
      storage.put(path, file(text(path)));
    }

    assertThat(storage.list("data/")).containsExactly("data/a/10", "data/a/2", "data/b");
    assertThat(storage.list("nothing/")).isEmpty();
  }

  @Test
  void aFileIsMadeOnlyWhereThereIsNone() throws Exception {
    Storage storage = storage();

    assertThat(storage.create("_manifest/1", text("first"))).isTrue();
    assertThat(storage.create("_manifest/1", text("second"))).isFalse();
    assertThat(read(storage, "_manifest/1")).isEqualTo("first");
    assertThat(storage.list("_manifest/")).containsExactly("_manifest/1");
  }

  @Test
  void ofManyWhoMakeAFileOneDoes() throws Exception {
    Storage storage = storage();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < 10; round++) {
        String path = "_manifest/" + round;
        List<Callable<String>> makers = new ArrayList<>();
        for (int maker = 0; maker < 8; maker++) {
          String name = "maker " + maker;
          makers.add(() -> storage.create(path, text(name)) ? name : null);
        }
        List<String> made = new ArrayList<>();
        for (Future<String> maker : threads.invokeAll(makers)) {
          if (maker.get() != null) {
            made.add(maker.get());
          }
        }
        assertThat(made).hasSize(1);
        assertThat(read(storage, path)).isEqualTo(made.get(0));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void whatIsDeletedIsGoneAndMayBeDeletedAgain() throws Exception {
    Storage storage = storage();
    storage.put("data/a", file(text("a")));
    storage.delete("data/a");
    storage.delete("data/a");

    assertThat(storage.list("data/")).isEmpty();
    assertThatThrownBy(() -> storage.open("data/a").close())
        .isInstanceOf(NoSuchFileException.class);
    assertThat(storage.create("data/a", text("again"))).isTrue();
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  Path file(byte[] content) throws IOException {
    return Files.write(Files.createTempFile(folder, "content", null), content);
  }

  private static String read(Storage storage, String path) throws IOException {
    try (InputStream in = storage.open(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
