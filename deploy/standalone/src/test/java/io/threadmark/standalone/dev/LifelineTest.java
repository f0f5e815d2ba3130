package io.threadmark.standalone.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LifelineTest {
  @TempDir Path folder;

  @Test
  void endsTheChildInOrderWhenItsParentLetsGo() throws Exception {
    Process child = start(Sleeper.class);
    try (BufferedReader out = child.inputReader()) {
      assertThat(out.readLine()).isEqualTo("child " + child.pid());

      child.getOutputStream().close();

      assertThat(out.readLine()).isEqualTo("in order");
      assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
    } finally {
      child.destroyForcibly();
    }
  }

  @Test
  void endsTheChildWhenItsParentIsKilled() throws Exception {
    Process parent = java(List.of(Parent.class.getName(), folder.resolve("lock").toString()));
    try (BufferedReader out = parent.inputReader()) {
      long pid = Long.parseLong(out.readLine().replace("child ", ""));
      ProcessHandle child = ProcessHandle.of(pid).orElseThrow();

      parent.destroyForcibly().waitFor();

      child.onExit().get(20, TimeUnit.SECONDS);
      assertThat(child.isAlive()).isFalse();
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void aSecondChildWaitsUntilTheFirstHasLetGoOfItsData() throws Exception {
    Process first = start(Sleeper.class);
    Process second = null;
    try (BufferedReader firstOut = first.inputReader()) {
      firstOut.readLine();
      second = start(Sleeper.class);
      try (BufferedReader secondOut = second.inputReader()) {
        assertThat(second.waitFor(500, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(secondOut.ready()).isFalse();

        first.getOutputStream().close();

        assertThat(secondOut.readLine()).isEqualTo("child " + second.pid());
      }
    } finally {
      first.destroyForcibly();
      if (second != null) {
        second.destroyForcibly();
      }
    }
  }

  @Test
  void aMainClassThatThrowsFailsTheChild() throws Exception {
    Process child = start(Broken.class);
    try {
      assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(child.exitValue()).isEqualTo(1);
    } finally {
      child.destroyForcibly();
    }
  }

  private Process start(Class<?> mainClass) throws IOException {
    return java(
        List.of(Lifeline.class.getName(), folder.resolve("lock").toString(), mainClass.getName()));
  }

  private static Process java(List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                JavaCommand.path(),
                "-Xmx32m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** Says who it is and stays, until it is shut down. */
  static final class Sleeper {
    public static void main(String[] arguments) throws InterruptedException {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("in order")));
      System.out.println("child " + ProcessHandle.current().pid());
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  /** Throws. */
  static final class Broken {
    public static void main(String[] arguments) {
      Integer.parseInt("on purpose");
    }
  }

  /** Has a child, says which, and stays. */
  static final class Parent {
    public static void main(String[] arguments) throws Exception {
      Process child =
          java(List.of(Lifeline.class.getName(), arguments[0], Sleeper.class.getName()));
      try (BufferedReader out = child.inputReader()) {
        System.out.println(out.readLine());
        Thread.sleep(Long.MAX_VALUE);
      }
    }
  }
}
