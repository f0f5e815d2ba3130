package io.threadmark.standalone.dev;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.testkit.Await;
import io.threadmark.testkit.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A signal that reaches every process of a group must not end the parts out of order. */
@Timeout(60)
class ChildJvmTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"INT", "HUP", "TERM"})
  void aSignalToAllProcessesLeavesItToTheParentToStopTheChild(String signal) throws Exception {
    Path log = folder.resolve("child.log");
    ChildJvm child =
        ChildJvm.start(
            new ChildJvm.Program(
                "child",
                List.of("-XX:TieredStopAtLevel=1"),
                System.getProperty("java.class.path"),
                Said.class.getName(),
                List.of(),
                folder,
                folder.resolve("lock"),
                log));
    try {
      awaitLine(log, "running");
      Signals.send(signal, child.pid());
      Files.createFile(folder.resolve("signalled"));
      awaitLine(log, "still running"); // said because of the file, so after the signal
      child.requireAlive();
    } finally {
      child.stop();
    }
    assertThat(Files.readString(log)).contains("in order");
  }

  private static void awaitLine(Path log, String line) {
    Await.until(
        "it says " + line,
        () -> Files.readString(log).lines().anyMatch(line::equals),
        () -> assertThat(log).content().contains(line));
  }

  /** Says that it runs, again once it is told to, and that it ends in order. */
  static final class Said {
    private Said() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("in order")));
      System.out.println("running");
      while (!Files.exists(Path.of("signalled"))) {
        Thread.sleep(20);
      }
      System.out.println("still running");
      Thread.currentThread().join();
    }
  }
}
