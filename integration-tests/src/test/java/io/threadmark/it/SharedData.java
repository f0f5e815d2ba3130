package io.threadmark.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.threadmark.testkit.Distribution;
import java.nio.file.Files;
import java.nio.file.Path;

/** Data of others that lies beside the project; where it does not, what needs it is skipped. */
final class SharedData {

  private SharedData() {}

  static Path folder(String name) {
    Path folder = Distribution.root().resolve("../shared/data").resolve(name).normalize();
    assumeTrue(Files.isDirectory(folder), "skipped, as there is no " + folder);
    return folder;
  }
}
