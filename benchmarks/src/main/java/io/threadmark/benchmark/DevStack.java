package io.threadmark.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The whole system as {@code bin/threadmark dev} starts it: a broker, a registry, a gateway and a
 * processor on free ports of this machine, with data of its own. What the environment sets holds
 * for it, too, such as {@code THREADMARK_JAVA_OPTS}. It ends with this JVM, and its data with it.
 */
final class DevStack implements AutoCloseable {
  /** The first start builds the distribution. */
  private static final Duration START = Duration.ofMinutes(15);

  private static final Duration STOP = Duration.ofMinutes(1);

  /**
   * A heap as servers have it. That of {@code dev} is for a laptop: it begins small, and grows with
   * one full collection after the other, whose pauses would be what is measured.
   */
  private static final String HEAP = "-Xms1g -Xmx1g";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final Path endpoints;
  private final Process process;

  private DevStack(int partitions) throws IOException {
    folder = Files.createTempDirectory("threadmark-benchmark");
    Path data = folder.resolve("data");
    endpoints = data.resolve("endpoints.json");
    ProcessBuilder dev =
        new ProcessBuilder("bin/threadmark", "dev", "--port", "0", "--data", data.toString())
            .redirectOutput(folder.resolve("dev.log").toFile())
            .redirectError(Redirect.INHERIT);
    dev.environment().put("THREADMARK_TOPICS_PARTITIONS", Integer.toString(partitions));
    dev.environment().putIfAbsent("THREADMARK_JAVA_OPTS", HEAP);
    process = dev.start();
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop-dev"));
  }

  /**
   * Starts it, from the project's folder, and waits until it is ready.
   *
   * @throws IOException where it does not start; nothing of it is left then
   */
  static DevStack start(int partitions) throws IOException, InterruptedException {
    DevStack stack = new DevStack(partitions);
    try {
      stack.awaitReady();
      return stack;
    } catch (IOException | InterruptedException e) {
      stack.close();
      throw e;
    }
  }

  /** The base address of a part, such as {@code gateway}. */
  String address(String part) throws IOException {
    JsonNode address = JSON.readTree(endpoints.toFile()).required(part);
    return address.asText();
  }

  /** Stops all of it, and kills what does not stop. */
  @Override
  public synchronized void close() {
    List<ProcessHandle> parts = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        parts.forEach(ProcessHandle::destroyForcibly);
      }
      delete();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      parts.forEach(ProcessHandle::destroyForcibly);
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      System.err.println("The data was not deleted: " + e);
    }
  }

  /** Its addresses are told when every part of it is ready. */
  private void awaitReady() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START.toNanos();
    while (!Files.exists(endpoints)) {
      if (!process.isAlive()) {
        throw new IOException("dev ended by itself with status " + process.exitValue());
      }
      if (System.nanoTime() > deadline) {
        throw new IOException("dev is not ready after " + START);
      }
      Thread.sleep(200);
    }
  }

  private void delete() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (NoSuchFileException e) {
      // it is gone already, since it was closed before
    }
  }
}
