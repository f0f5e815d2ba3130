package io.threadmark.it;

import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import io.threadmark.testkit.Distribution;
import io.threadmark.testkit.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code bin/threadmark dev} as a user starts it: a script, a JVM and its children. */
final class DevStack {
  private final Path installed;
  private final Path data;
  private final Path log;
  private final int port = FreePort.any();
  private Process process;

  /** A stack whose data is in a folder; it is not started yet. */
  DevStack(Path folder) throws IOException {
    installed = folder.resolve("installed");
    data = folder.resolve("data");
    log = folder.resolve("dev.log");
    Distribution.install(installed);
  }

  /** Starts it and waits until it says that it is ready. */
  void start() throws IOException {
    Files.deleteIfExists(log);
    process =
        Distribution.threadmark(
                installed, "dev", "--port", Integer.toString(port), "--data", data.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Await.until(
        "dev is ready",
        () -> {
          boolean alive = process.isAlive(); // asked before its last words are read
          String printed = Files.readString(log);
          if (printed.contains("Threadmark is ready at http://127.0.0.1:" + port + "\n")) {
            return true;
          }
          if (!alive) {
            throw new AssertionError("dev ended: " + printed);
          }
          throw new IllegalStateException("so far: " + printed);
        });
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Where the parts are, as the stack tells. */
  String endpoint(String part) throws IOException {
    return Api.JSON.readTree(Files.readString(data.resolve("endpoints.json"))).get(part).asText();
  }

  /** Ends every process of the stack at once, without warning. */
  void kill() throws InterruptedException {
    List<ProcessHandle> tree =
        java.util.stream.Stream.concat(
                process.descendants(), java.util.stream.Stream.of(process.toHandle()))
            .toList();
    tree.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle member : tree) {
      member.onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }
  }

  /** Stops it as Ctrl-C would. */
  void stop() throws InterruptedException {
    if (process != null) {
      process.destroy();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        kill();
      }
    }
  }
}
