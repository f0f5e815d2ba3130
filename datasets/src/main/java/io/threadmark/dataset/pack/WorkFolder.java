package io.threadmark.dataset.pack;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder to work in, which is gone when the work ends. */
public final class WorkFolder implements Closeable {
  private static final String PREFIX = ".threadmark-export-";

  private final Path folder;

  private WorkFolder(Path folder) {
    this.folder = folder;
  }

  static WorkFolder beside(Path target) throws IOException {
    Path parent = target.toAbsolutePath().getParent();
    Files.createDirectories(parent);
    return new WorkFolder(Files.createTempDirectory(parent, PREFIX));
  }

  /** Removes what processes that were killed left in a folder. None may be at work there. */
  public static void sweep(Path parent) throws IOException {
    try (Stream<Path> entries = Files.list(parent)) {
      for (Path entry : entries.toList()) {
        if (entry.getFileName().toString().startsWith(PREFIX)) {
          delete(entry);
        }
      }
    }
  }

  Path path() {
    return folder;
  }

  /** Renames what was made, so that it is there at once, whole. */
  void publish(Path made, Path target) throws IOException {
    Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void close() throws IOException {
    delete(folder);
  }

  private static void delete(Path root) throws IOException {
    List<Path> inside;
    try (Stream<Path> walk = Files.walk(root)) {
      inside = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : inside) {
      Files.deleteIfExists(path);
    }
  }
}
