package io.threadmark.standalone.export;

import io.threadmark.standalone.cli.CommandFailedException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The folder that a package goes to: it is not there, or all of the package is. What is under way
 * is in another folder beside it, which is gone at the end.
 */
final class TargetFolder implements Closeable {
  private final Path target;
  private final Path work;

  private TargetFolder(Path target, Path work) {
    this.target = target;
    this.work = work;
  }

  /**
   * Prepares a folder.
   *
   * @throws CommandFailedException where something is there already
   */
  static TargetFolder prepare(Path folder) throws IOException {
    Path target = folder.toAbsolutePath().normalize();
    check(target);
    Path parent = Files.createDirectories(target.getParent());
    return new TargetFolder(target, Files.createTempDirectory(parent, ".threadmark-export-"));
  }

  private static void check(Path target) throws IOException {
    if (target.getParent() == null || Files.exists(target) && !Files.isDirectory(target)) {
      throw new CommandFailedException(target + " is no folder that a dataset can go to");
    }
    if (Files.exists(target)) {
      try (Stream<Path> inside = Files.list(target)) {
        if (inside.findAny().isPresent()) {
          throw new CommandFailedException(
              target + " is not empty; a dataset goes to a folder of its own");
        }
      }
    }
  }

  /** Where the package is put as it comes. */
  Path zip() {
    return work.resolve("package.zip");
  }

  /** Unpacks what came, and puts it in place at once. */
  void publish() throws IOException {
    Path content = Files.createDirectory(work.resolve("package"));
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip()))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        unpack(entry.getName(), in, content);
      }
    }
    check(target); // somebody may have been here meanwhile
    Files.deleteIfExists(target);
    Files.move(content, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void unpack(String name, InputStream in, Path content) throws IOException {
    Path file = content.resolve(name).normalize();
    if (!file.startsWith(content) || file.equals(content)) {
      throw new CommandFailedException("the package has a file that would go elsewhere: " + name);
    }
    Files.createDirectories(file.getParent());
    Files.copy(in, file);
  }

  /** Removes what is left of the work; may be called again. */
  @Override
  public void close() throws IOException {
    if (!Files.exists(work)) {
      return;
    }
    List<Path> inside;
    try (Stream<Path> walk = Files.walk(work)) {
      inside = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : inside) {
      Files.deleteIfExists(path);
    }
  }
}
