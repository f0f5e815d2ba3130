package io.threadmark.follow.storage;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/**
 * Where an export is kept: files by their path, with {@code /} between folders. A file is there
 * whole or not at all, whatever becomes of who writes it, and what is there never changes. Any
 * failure is an {@link IOException}; the same call may succeed later.
 */
public interface Storage extends Closeable {

  /** The paths of all files under a folder such as {@code data/}, in their order. */
  List<String> list(String folder) throws IOException;

  /**
   * Reads a file.
   *
   * @throws java.nio.file.NoSuchFileException where it is not there
   */
  InputStream open(String path) throws IOException;

  /** Puts a copy of a file there, durably. No two callers ever use the same path. */
  void put(String path, Path file) throws IOException;

  /**
   * Makes a file, durably, unless there is one of that path: of several callers, in whatever
   * processes, exactly one makes it.
   *
   * @return whether it was made; where the answer of a server got lost, false may be told to the
   *     one who made it
   */
  boolean create(String path, byte[] content) throws IOException;

  /** Takes a file away, if it is there. */
  void delete(String path) throws IOException;

  /**
   * Takes away what is left of puts that never ended.
   *
   * @param whose tells by the path whether the file may be taken away: nobody may be putting it
   */
  void sweepUnfinished(Predicate<String> whose) throws IOException;

  /** As the user named it. */
  String address();
}
