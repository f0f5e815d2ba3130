package io.threadmark.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code bin/threadmark gateway}, or another role, as an operator runs it. */
public final class RoleProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final String url;
  private final Path log;

  private RoleProcess(Path folder, List<String> command, int port, Map<String, String> settings) {
    String role = command.get(0);
    url = "http://127.0.0.1:" + port;
    log = folder.resolve(role + ".log");
    ProcessBuilder builder =
        Distribution.threadmark(folder, command.toArray(String[]::new))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
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
   * @param folder where {@link Distribution#install} has put the distribution; its log goes there
   * @param settings as the documents name them; and what else the script takes from the
   *     environment, spelled likewise, such as {@code java.opts}
   */
  public static RoleProcess start(
      Path folder, String role, int port, Map<String, String> settings) {
    return start(folder, List.of(role), port, settings);
  }

  /** Starts a role likewise that takes more words; the first one names it. */
  public static RoleProcess start(
      Path folder, List<String> command, int port, Map<String, String> settings) {
    return new RoleProcess(folder, command, port, settings);
  }

  public String url() {
    return url;
  }

  /** Waits until it answers that it is ready. */
  public RoleProcess awaitReady() {
    Await.until(
        "it is ready",
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError("it has ended: " + log());
          }
          return new Api(url).get("/readyz").status() == 200;
        });
    return this;
  }

  /** Its exit status, once it has ended by itself. */
  public int awaitEnd() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end: " + log());
    }
    return process.exitValue();
  }

  /** What it has said so far. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGTERM; returns once the process has ended. */
  public void terminate() throws InterruptedException {
    process.destroy();
    awaitEnd();
  }

  /** SIGKILL; returns once the process has ended. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    awaitEnd();
  }

  public void pause() {
    Signals.send("STOP", process.pid());
  }

  public void resume() {
    Signals.send("CONT", process.pid());
  }

  /** Ends it as an operator would, or by force where that is in vain. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static String environmentName(String setting) {
    return "THREADMARK_" + setting.toUpperCase(Locale.ROOT).replace('.', '_');
  }
}
