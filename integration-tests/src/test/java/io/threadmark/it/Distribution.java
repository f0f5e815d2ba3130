package io.threadmark.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
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

  /** Puts the distribution into a folder: bin/threadmark with links to what it runs. */
  static void install(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("bin"));
    Files.copy(
        root().resolve("bin/threadmark"),
        folder.resolve("bin/threadmark"),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.COPY_ATTRIBUTES);
    for (String part : List.of("lib", "registry")) {
      Files.deleteIfExists(folder.resolve(part));
      Files.createSymbolicLink(folder.resolve(part), path(part));
    }
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
