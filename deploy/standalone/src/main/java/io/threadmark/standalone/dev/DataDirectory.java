package io.threadmark.standalone.dev;

import io.threadmark.standalone.cli.CommandFailedException;
import io.threadmark.standalone.cluster.DataPath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder in which {@code dev} keeps everything, held by one process at a time. A marker file
 * says that a folder is ours; nothing is ever written to or deleted from one that has files and no
 * marker.
 */
final class DataDirectory implements AutoCloseable {
  private static final String MARKER = ".threadmark-data";
  private static final String LOCK = ".lock";
  private static final List<String> CONTENTS =
      List.of("kafka", "registry", "state", "index", "exports", "logs", DataPath.ENDPOINTS);

  private final Path root;
  private final FileChannel lock;

  private DataDirectory(Path root, FileChannel lock) {
    this.root = root;
    this.lock = lock;
  }

  /**
   * Opens a folder and makes it if need be.
   *
   * @param reset whether to delete what an earlier run left there
   * @throws CommandFailedException where another process holds it, it is not ours, or it cannot be
   *     written
   */
  static DataDirectory open(Path root, boolean reset) {
    try {
      claim(root);
      DataDirectory directory = new DataDirectory(root, lock(root));
      if (reset) {
        directory.reset();
      }
      for (Path part : List.of(directory.kafka(), directory.registry(), directory.logs())) {
        Files.createDirectories(part);
      }
      return directory;
    } catch (IOException e) {
      throw new CommandFailedException("the data folder " + root + " cannot be used: " + e, e);
    }
  }

  Path kafka() {
    return root.resolve("kafka");
  }

  Path registry() {
    return root.resolve("registry");
  }

  Path state() {
    return root.resolve("state");
  }

  Path index() {
    return root.resolve("index");
  }

  Path exports() {
    return root.resolve("exports");
  }

  Path logs() {
    return root.resolve("logs");
  }

  /** The log of the launcher itself, which is that of the gateway and the processor, too. */
  Path launcherLog() {
    return logs().resolve("threadmark.log");
  }

  Path endpoints() {
    return DataPath.endpoints(root);
  }

  /** A lock file for a child, which shows that an earlier one has ended. */
  Path childLock(String child) {
    return root.resolve(LOCK + "-" + child);
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  @Override
  public String toString() {
    return root.toString();
  }

  private static void claim(Path root) throws IOException {
    if (Files.exists(root) && !Files.isDirectory(root)) {
      throw new CommandFailedException(root + " is not a folder: name another by --data");
    }
    Files.createDirectories(root);
    Path marker = root.resolve(MARKER);
    if (Files.exists(marker)) {
      return;
    }
    try (Stream<Path> entries = Files.list(root)) {
      if (entries.findAny().isPresent()) {
        throw new CommandFailedException(
            "the folder "
                + root
                + " holds files and none of them says that it is Threadmark's, so it is left as it"
                + " is: name an empty or new folder by --data");
      }
    }
    Files.writeString(marker, "This folder is kept by 'threadmark dev'. Its layout: 1\n");
  }

  private static FileChannel lock(Path root) throws IOException {
    FileChannel channel =
        FileChannel.open(
            root.resolve(LOCK),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    FileLock held;
    try {
      held = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      held = null; // by this very JVM
    }
    if (held == null) {
      String holder = Files.readString(root.resolve(LOCK)).strip();
      channel.close();
      throw new CommandFailedException(
          "another 'threadmark dev' (process %s) is running on %s: stop that one, or name another folder by --data"
              .formatted(holder.isEmpty() ? "unknown" : holder, root));
    }
    channel.truncate(0);
    channel.write(
        ByteBuffer.wrap(
            Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
    return channel;
  }

  /** Deletes what we put there, by name: a file that someone else laid beside it stays. */
  private void reset() throws IOException {
    for (String name : CONTENTS) {
      Path path = root.resolve(name);
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        delete(path);
      }
    }
  }

  private static void delete(Path tree) throws IOException {
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file); // a link itself, never what it points to
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
