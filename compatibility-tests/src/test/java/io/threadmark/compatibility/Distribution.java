package io.threadmark.compatibility;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** What was built, as users run it. */
final class Distribution {
  private Distribution() {}

  static Path folder() {
    return path("threadmark.distribution");
  }

  /** Confluent's jars, and what they need. */
  static Path confluentJars() {
    return path("confluent.jars");
  }

  /** Installs it as a package would: no sources beside the script. */
  static Path install(Path into) throws IOException {
    Path script = into.resolve("bin/threadmark");
    Files.createDirectories(script.getParent());
    Files.copy(
        path("threadmark.root").resolve("bin/threadmark"),
        script,
        StandardCopyOption.COPY_ATTRIBUTES);
    for (String part : List.of("lib", "registry")) {
      Files.createSymbolicLink(into.resolve(part), folder().resolve(part));
    }
    return script;
  }

  private static Path path(String property) {
    return Path.of(System.getProperty(property)).toAbsolutePath().normalize();
  }
}
