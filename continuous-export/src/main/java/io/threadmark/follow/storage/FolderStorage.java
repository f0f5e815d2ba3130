package io.threadmark.follow.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder. A file is written under a hidden name, forced to the disk, and then given its name in
 * one step; the folder is forced, too.
 */
public final class FolderStorage implements Storage {
  private static final Pattern UNFINISHED = Pattern.compile("\\.(.+)\\.[0-9a-f]{32}\\.unfinished");

  private final Path root;

  /** The folder is made with the first file. */
  public FolderStorage(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  @Override
  public List<String> list(String folder) throws IOException {
    return files(folder).stream().filter(path -> !isHidden(path)).map(this::name).toList();
  }

  @Override
  public InputStream open(String path) throws IOException {
    return Files.newInputStream(resolve(path));
  }

  @Override
  public void put(String path, Path file) throws IOException {
    Path target = resolve(path);
    Path unfinished = unfinished(target);
    try {
      try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ);
          FileChannel to = openNew(unfinished)) {
        for (long at = 0; at < from.size(); ) {
          at += from.transferTo(at, from.size() - at, to);
        }
        to.force(true);
      }
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
    force(target.getParent());
  }

  @Override
  public boolean create(String path, byte[] content) throws IOException {
    Path target = resolve(path);
    Path unfinished = unfinished(target);
    try {
      try (FileChannel to = openNew(unfinished)) {
        for (ByteBuffer bytes = ByteBuffer.wrap(content); bytes.hasRemaining(); ) {
          to.write(bytes);
        }
        to.force(true);
      }
      Files.createLink(target, unfinished); // a renaming would replace what is there
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (UnsupportedOperationException e) {
      throw new IOException(
          root + " is on a file system without hard links, which an export needs", e);
    } finally {
      Files.deleteIfExists(unfinished);
    }
    force(target.getParent());
    return true;
  }

  @Override
  public void delete(String path) throws IOException {
    Path file = resolve(path);
    if (Files.deleteIfExists(file)) {
      force(file.getParent());
    }
  }

  @Override
  public void sweepUnfinished(Predicate<String> whose) throws IOException {
    for (Path file : files("")) {
      Matcher unfinished = UNFINISHED.matcher(file.getFileName().toString());
      if (unfinished.matches() && whose.test(name(file.resolveSibling(unfinished.group(1))))) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Override
  public String address() {
    return root.toString();
  }

  @Override
  public void close() {
    // it holds nothing
  }

  private List<Path> files(String folder) throws IOException {
    Path from = folder.isEmpty() ? root : resolve(folder);
    try (Stream<Path> walk = Files.walk(from)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of(); // nothing was put there yet
    } catch (java.io.UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private Path resolve(String path) {
    Path file = root.resolve(path).normalize();
    if (!file.startsWith(root) || file.equals(root)) {
      throw new IllegalArgumentException("a path leads out of the export: " + path);
    }
    return file;
  }

  private String name(Path file) {
    return root.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
  }

  private static boolean isHidden(Path file) {
    return file.getFileName().toString().startsWith(".");
  }

  private static Path unfinished(Path target) throws IOException {
    Files.createDirectories(target.getParent());
    String unique = UUID.randomUUID().toString().replace("-", "");
    return target.resolveSibling("." + target.getFileName() + "." + unique + ".unfinished");
  }

  private static FileChannel openNew(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  private static void force(Path folder) throws IOException {
    try (FileChannel opened = FileChannel.open(folder, StandardOpenOption.READ)) {
      opened.force(true);
    }
  }
}
