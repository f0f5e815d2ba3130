package io.threadmark.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code bin/threadmark dev} as a user starts it: a script, a JVM and its children. */
public final class DevStack implements AutoCloseable {
  private static final Duration END = Duration.ofMinutes(1);

  private final ProcessBuilder dev;
  private final Path data;
  private final Path log;
  private final int port = FreePort.any();
  private volatile Process process;

  /**
   * A stack that is not started yet.
   *
   * @param threadmark calls {@code bin/threadmark}, in its environment
   * @param folder where its data and its log are kept
   */
  public DevStack(ProcessBuilder threadmark, Path folder) {
    data = folder.resolve("data");
    log = folder.resolve("dev.log");
    List<String> command = new ArrayList<>(threadmark.command());
    command.addAll(List.of("dev", "--port", Integer.toString(port), "--data", data.toString()));
    dev = threadmark.command(command).redirectOutput(log.toFile());
  }

  /**
   * Starts it, for the first time or again, and waits until it says that it is ready.
   *
   * @throws IOException where it cannot be started
   */
  public void start(Duration patience) throws IOException {
    Files.deleteIfExists(log);
    process = dev.start();
    Await.until(
        patience,
        "dev is ready",
        () -> {
          boolean alive = process.isAlive(); // asked before its last words are read
          String printed = Files.readString(log);
          if (printed.contains("Threadmark is ready at " + url() + "\n")) {
            return true;
          }
          if (!alive) {
            throw new AssertionError("dev ended: " + printed);
          }
          throw new IllegalStateException("so far: " + printed);
        });
  }

  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /**
   * Where a part is, as the stack tells.
   *
   * @param part such as {@code gateway}
   */
  public String endpoint(String part) throws IOException {
    return Api.JSON.readTree(data.resolve("endpoints.json").toFile()).required(part).asText();
  }

  /** Every process of the stack: first that of gateway and processor, then what it has started. */
  public List<ProcessHandle> processes() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  /** Ends every process of the stack at once, without warning. */
  public void kill() {
    List<ProcessHandle> tree = processes();
    tree.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle member : tree) {
      member.onExit().orTimeout(END.toSeconds(), TimeUnit.SECONDS).join();
    }
  }

  /** Stops it as Ctrl-C would, and kills what does not stop. */
  @Override
  public void close() {
    if (process == null) {
      return;
    }
    process.destroy();
    try {
      if (!process.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }
}
