package io.threadmark.benchmark;

import io.threadmark.testkit.DevStack;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The whole system as {@code bin/threadmark dev} starts it: a broker, a registry, a gateway and a
 * processor on free ports of this machine, with data of its own. What the environment sets holds
 * for it, too, such as {@code THREADMARK_JAVA_OPTS}. It ends with this JVM, and its data with it.
 */
final class MeasuredSystem implements AutoCloseable {
  /** The first start builds the distribution. */
  private static final Duration START = Duration.ofMinutes(15);

  /**
   * A heap as servers have it. That of {@code dev} is for a laptop: it begins small, and grows with
   * one full collection after the other, whose pauses would be what is measured.
   */
  private static final String HEAP = "-Xms1g -Xmx1g";

  private final Path folder;
  private final DevStack stack;

  private MeasuredSystem(int partitions) throws IOException {
    folder = Files.createTempDirectory("threadmark-benchmark");
    ProcessBuilder threadmark =
        new ProcessBuilder("bin/threadmark").redirectError(Redirect.INHERIT);
    threadmark.environment().put("THREADMARK_TOPICS_PARTITIONS", Integer.toString(partitions));
    threadmark.environment().putIfAbsent("THREADMARK_JAVA_OPTS", HEAP);
    stack = new DevStack(threadmark, folder);
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop-dev"));
  }

  /** Starts it, from the project's folder, and waits until it is ready; or leaves nothing of it. */
  static MeasuredSystem start(int partitions) throws IOException {
    MeasuredSystem system = new MeasuredSystem(partitions);
    try {
      system.stack.start(START);
      return system;
    } catch (IOException | RuntimeException | AssertionError e) {
      system.close();
      throw e;
    }
  }

  /** The base address of a part, such as {@code gateway}. */
  String address(String part) throws IOException {
    return stack.endpoint(part);
  }

  /** Every process of it; the first has the processor and the gateway. */
  List<ProcessHandle> processes() {
    return stack.processes();
  }

  /** Stops all of it, and kills what does not stop. */
  @Override
  public synchronized void close() {
    stack.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (NoSuchFileException e) {
      // it is gone already, since it was closed before
    } catch (IOException e) {
      System.err.println("The data was not deleted: " + e);
    }
  }
}
