package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code bin/threadmark gateway} or {@code processor} as an operator runs it. */
final class RoleProcess implements AutoCloseable {
  private final Process process;
  private final String url;

  private RoleProcess(Path folder, String role, int port, Map<String, String> settings) {
    url = "http://127.0.0.1:" + port;
    File log = folder.resolve(role + ".log").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(folder.resolve("bin/threadmark").toString(), role)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
    settings.forEach((name, value) -> builder.environment().put(environmentName(name), value));
    builder.environment().put(environmentName(role + ".port"), Integer.toString(port));
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // Also where the tests are told to end.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  /**
   * Starts a role.
   *
   * @param folder where {@link Distribution#install} has put the distribution
   */
  static RoleProcess start(Path folder, String role, int port, Map<String, String> settings) {
    return new RoleProcess(folder, role, port, settings);
  }

  String url() {
    return url;
  }

  RoleProcess awaitReady() {
    Await.until(
        "it is ready",
        () -> {
          assertThat(process.isAlive()).as("it runs").isTrue();
          return new Api(url).get("/readyz").status() == 200;
        });
    return this;
  }

  /** SIGTERM; returns once the process has ended. */
  void terminate() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it has ended").isTrue();
  }

  /** SIGKILL; returns once the process has ended. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it has ended").isTrue();
  }

  void pause() {
    Signals.send("STOP", process);
  }

  void resume() {
    Signals.send("CONT", process);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static String environmentName(String setting) {
    return "THREADMARK_" + setting.toUpperCase(java.util.Locale.ROOT).replace('.', '_');
  }
}
