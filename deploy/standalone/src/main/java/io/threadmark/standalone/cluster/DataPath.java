package io.threadmark.standalone.cluster;

import io.threadmark.standalone.cli.Arguments;
import io.threadmark.standalone.cli.UsageException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Where the data of a {@code dev} is, and what others read there. */
public final class DataPath {
  /** The name of the file that tells where the parts of a running system are. */
  public static final String ENDPOINTS = "endpoints.json";

  private DataPath() {}

  /** The folder that a command line names by {@code --data}, or the usual one. */
  public static Path of(Arguments arguments) {
    String path = arguments.value("--data").orElse(".threadmark");
    try {
      return Path.of(path).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new UsageException("--data is not a path: " + e.getMessage());
    }
  }

  /** Where a folder has its endpoints file. */
  public static Path endpoints(Path root) {
    return root.resolve(ENDPOINTS);
  }
}
