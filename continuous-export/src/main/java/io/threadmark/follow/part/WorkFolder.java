package io.threadmark.follow.part;

import io.threadmark.dataset.json.TextHash;
import io.threadmark.follow.manifest.ExportRefusedException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder of this machine where one process works on one export. What a killed process left there
 * goes when the next one opens it.
 */
public final class WorkFolder implements Closeable {
  private static final String LOCK = ".lock";
  private static final int NAME_DIGITS = 16;

  private final Path path;
  private final FileChannel lock;

  private WorkFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Opens the folder of an export.
   *
   * @param base where such folders are
   * @param purpose what is done, such as {@code follow}
   * @param address of the storage
   * @throws ExportRefusedException where another process of this machine has it open
   */
  public static WorkFolder open(Path base, String purpose, String address) throws IOException {
    String export = HexFormat.of().formatHex(TextHash.sha256(address)).substring(0, NAME_DIGITS);
    Path path = base.resolve("threadmark-export-" + export).resolve(purpose);
    Files.createDirectories(path);
    FileChannel lock =
        FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (lock.tryLock() != null) {
        WorkFolder folder = new WorkFolder(path, lock);
        folder.sweep();
        return folder;
      }
    } catch (OverlappingFileLockException e) {
      // by this process; said below
    }
    lock.close();
    throw new ExportRefusedException(
        "another process of this machine works on the export to %s (in %s)"
            .formatted(address, path));
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    try (lock) {
      sweep();
    }
  }

  private void sweep() throws IOException {
    List<Path> left;
    try (Stream<Path> files = Files.list(path)) {
      left = files.filter(file -> !file.endsWith(LOCK)).toList();
    }
    for (Path file : left) {
      Files.deleteIfExists(file);
    }
  }
}
