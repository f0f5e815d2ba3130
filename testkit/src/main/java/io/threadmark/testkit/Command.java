package io.threadmark.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A run of {@code bin/threadmark} that has ended.
 *
 * @param status its exit status
 * @param output what it printed to standard output
 * @param errors what it printed to standard error
 */
public record Command(int status, String output, String errors) {

  /**
   * Runs a command.
   *
   * @param folder where {@link Distribution#install} has put the distribution
   * @param environment the variables of Threadmark's that it sees
   */
  public static Command run(Path folder, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "output", null);
    Path errors = Files.createTempFile(folder, "errors", null);
    ProcessBuilder builder =
        Distribution.threadmark(folder, arguments)
            .directory(folder.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("it does not end: " + String.join(" ", arguments));
    }
    return new Command(process.exitValue(), Files.readString(output), Files.readString(errors));
  }
}
