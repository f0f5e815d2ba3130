package io.threadmark.standalone.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadmark.standalone.cli.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RunningTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Running running = new Running(new Console(new PrintStream(printed, true), false));
  private final List<String> stopped = new CopyOnWriteArrayList<>();

  @Test
  void partsStopNewestFirstAndOnce() {
    running.add("broker", LONG, () -> stopped.add("broker"));
    running.add("gateway", LONG, () -> stopped.add("gateway"));

    running.stop();
    running.stop();

    assertThat(stopped).containsExactly("gateway", "broker");
  }

  @Test
  void onePartThatFailsOrHangsDoesNotKeepTheOthers() {
    running.add("broker", LONG, () -> stopped.add("broker"));
    running.add("processor", Duration.ofMillis(50), () -> Thread.sleep(LONG.toMillis()));
    running.add("gateway", LONG, RunningTest::fail);

    running.stop();

    assertThat(stopped).containsExactly("broker");
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("The processor does not stop", "The gateway did not stop in order");
  }

  @Test
  void whatStartsWhileAllIsStoppingIsStoppedAsWell() {
    running.stop();

    assertThatThrownBy(() -> running.add("gateway", LONG, () -> stopped.add("gateway")))
        .isInstanceOf(IllegalStateException.class);
    assertThat(stopped).containsExactly("gateway");
  }

  private static void fail() {
    throw new IllegalStateException("on purpose");
  }
}
