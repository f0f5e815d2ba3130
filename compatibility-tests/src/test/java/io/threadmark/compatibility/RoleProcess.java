package io.threadmark.compatibility;

import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code bin/threadmark gateway} or {@code processor}, as an operator starts it. */
final class RoleProcess implements AutoCloseable {
  private final Process process;
  private final Path log;

  RoleProcess(Path script, String role, Map<String, String> environment) throws IOException {
    log = Path.of("target", "drop-in-" + role + ".log").toAbsolutePath();
    ProcessBuilder builder =
        new ProcessBuilder(script.toString(), role)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("THREADMARK_"));
    builder.environment().put("THREADMARK_JAVA_OPTS", "-Xmx256m -XX:+UseSerialGC");
    builder.environment().putAll(environment);
    process = builder.start();
  }

  /** Waits until it answers that it is ready. */
  void awaitReady(Api api) {
    Await.until(
        "ready",
        () -> {
          if (!process.isAlive()) {
            throw new IllegalStateException("it ended: " + log());
          }
          return api.get("/readyz").status() == 200;
        });
  }

  /** Its exit status, once it has ended by itself. */
  int awaitEnd() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end");
    }
    return process.exitValue();
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
