package io.threadmark.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The built distribution, as users run it. */
final class Distribution {

  private Distribution() {}

  static Path path(String part) {
    return Path.of(System.getProperty("threadmark.distribution")).resolve(part).toAbsolutePath();
  }

  /** The folder of the project. */
  static Path root() {
    return Path.of(System.getProperty("threadmark.root")).toAbsolutePath().normalize();
  }

  /** The jar of the standalone module. */
  static Path ownJar() throws IOException {
    try (Stream<Path> jars = Files.list(path("lib"))) {
      return jars.filter(jar -> jar.getFileName().toString().startsWith("threadmark-standalone"))
          .findFirst()
          .orElseThrow();
    }
  }
}
