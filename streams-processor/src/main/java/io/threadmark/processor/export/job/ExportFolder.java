package io.threadmark.processor.export.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Where this instance makes packages, and keeps those that are whole. Its name, which stays the
 * same as long as the folder is there, says whose jobs are whose.
 */
final class ExportFolder implements Closeable {
  private static final String SUFFIX = ".zip";

  private final Path work;
  private final Path packages;
  private final FileChannel lock;
  private final String instance;

  private ExportFolder(Path folder, FileChannel lock) throws IOException {
    this.lock = lock;
    work = folder.resolve("work");
    packages = Files.createDirectories(folder.resolve("packages"));
    deleteWhole(work);
    Files.createDirectories(work);
    instance = instance(folder.resolve("instance"));
  }

  /**
   * Opens a folder, and removes what an instance that was killed left half made.
   *
   * @throws IllegalStateException where it cannot be used, as where another process has it
   */
  static ExportFolder open(Path folder) {
    try {
      Files.createDirectories(folder);
      return new ExportFolder(folder, lock(folder));
    } catch (IOException e) {
      throw new IllegalStateException("the folder of exports cannot be used: " + e, e);
    }
  }

  private static FileChannel lock(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock held = channel.tryLock();
      if (held != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // said below
    }
    channel.close();
    throw new IllegalStateException(
        "the folder of exports is that of another processor already: " + folder);
  }

  private static String instance(Path file) throws IOException {
    if (!Files.exists(file)) {
      Path written = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(written, UUID.randomUUID().toString());
      Files.move(written, file, ATOMIC_MOVE, REPLACE_EXISTING);
    }
    return Files.readString(file, UTF_8).strip();
  }

  /** Names the folder, and so the instance. */
  String instance() {
    return instance;
  }

  /** An empty folder to make a package in. */
  Path beginWork(String exportId) throws IOException {
    Path folder = work.resolve(exportId);
    deleteWhole(folder);
    return Files.createDirectory(folder);
  }

  /** Removes what is left of making a package. */
  void endWork(String exportId) throws IOException {
    deleteWhole(work.resolve(exportId));
  }

  /** Puts a package in place, whole. */
  void keep(Path made, String exportId) throws IOException {
    Files.move(made, packageOf(exportId), ATOMIC_MOVE, REPLACE_EXISTING);
    try (FileChannel folder = FileChannel.open(packages)) {
      folder.force(true); // the renaming survives the machine, too
    }
  }

  /** Where the package of an export is, if it is there. */
  Path packageOf(String exportId) {
    return packages.resolve(exportId + SUFFIX);
  }

  /** The exports that there are packages of. */
  List<String> kept() throws IOException {
    try (Stream<Path> files = Files.list(packages)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .toList();
    }
  }

  /** Whoever reads it at the moment reads it to its end. */
  void remove(String exportId) throws IOException {
    Files.deleteIfExists(packageOf(exportId));
  }

  private static void deleteWhole(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    List<Path> inside;
    try (Stream<Path> walk = Files.walk(root)) {
      inside = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : inside) {
      Files.deleteIfExists(path);
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
