package io.threadmark.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The built distribution, as users run it. The system property {@code threadmark.distribution} says
 * where it is, {@code threadmark.root} where the project is.
 */
public final class Distribution {

  private Distribution() {}

  /** A part of it, such as {@code lib}. */
  public static Path path(String part) {
    return folder("threadmark.distribution").resolve(part);
  }

  /** The folder of the project. */
  public static Path root() {
    return folder("threadmark.root");
  }

  /**
   * Puts the distribution into a folder, as a package would: {@code bin/threadmark} with links to
   * what it runs, and no sources beside it.
   */
  public static void install(Path folder) throws IOException {
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

  /**
   * A call of {@code bin/threadmark} that sees none of the variables of Threadmark's that this JVM
   * sees.
   *
   * @param folder where {@link #install} has put the distribution
   */
  public static ProcessBuilder threadmark(Path folder, String... arguments) {
    List<String> command =
        Stream.concat(Stream.of(folder.resolve("bin/threadmark").toString()), Stream.of(arguments))
            .toList();
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("THREADMARK_"));
    return builder;
  }

  /** The jar of the standalone module. */
  public static Path ownJar() throws IOException {
    try (Stream<Path> jars = Files.list(path("lib"))) {
      return jars.filter(jar -> jar.getFileName().toString().startsWith("threadmark-standalone"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static Path folder(String property) {
    return Path.of(System.getProperty(property)).toAbsolutePath().normalize();
  }
}
