package io.threadmark.standalone.dev;

import io.threadmark.standalone.cli.CommandFailedException;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The built distribution: {@code lib/} with every jar, {@code registry/} with the schema registry.
 *
 * @param root its folder
 */
record Distribution(Path root) {
  /** The system property by which {@code bin/threadmark} says where it is. */
  static final String HOME_PROPERTY = "threadmark.home";

  /**
   * The one that this JVM was started from.
   *
   * @throws CommandFailedException where it was not started from one
   */
  static Distribution running() {
    String home = System.getProperty(HOME_PROPERTY);
    if (home == null) {
      throw new CommandFailedException(
          "start it by bin/threadmark, which says by -D" + HOME_PROPERTY + " where its parts are");
    }
    return new Distribution(Path.of(home));
  }

  /** Every jar of ours. */
  String classpath() {
    return root.resolve("lib") + File.separator + "*";
  }

  /** The registry's runner, whose manifest names its main class and its libraries. */
  Path registryRunner() {
    Path folder = root.resolve("registry");
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith("-runner.jar"))
          .max(Comparator.naturalOrder())
          .orElseThrow(() -> new CommandFailedException("no schema registry in " + folder));
    } catch (IOException e) {
      throw new CommandFailedException("no schema registry in " + folder + ": " + e, e);
    }
  }

  /** Where the classes of this module are: a jar, or a folder of classes in a test. */
  static Path ownClasses() {
    try {
      return Path.of(
          Distribution.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
