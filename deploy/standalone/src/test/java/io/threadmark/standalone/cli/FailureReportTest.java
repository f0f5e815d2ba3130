package io.threadmark.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

class FailureReportTest {

  @Test
  void aCommandThatFailsSaysWhyAndHasAStatusOfItsOwn() {
    assertThat(failing(new CommandFailedException("no way")))
        .isEqualTo(new Execution(1, "", "threadmark: no way\n"));
    assertThat(failing(new IllegalArgumentException("wrong setting")))
        .isEqualTo(new Execution(1, "", "threadmark: wrong setting\n"));
  }

  @Test
  void aCommandThatIsInterruptedFailsWithoutAWord() {
    assertThat(failing(new InterruptedException())).isEqualTo(new Execution(1, "", ""));
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void whatIsUnforeseenIsToldWithItsPlace() {
    Execution failed = failing(new IllegalStateException("odd"));

    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.errors())
        .startsWith("threadmark: something unforeseen went wrong\n")
        .contains("IllegalStateException: odd", "at " + FailureReportTest.class.getName());
  }

  private static Execution failing(Exception failure) {
    return Execution.of(new Failing(failure), "");
  }

  @Command(name = "failing")
  private record Failing(Exception failure) implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
      throw failure;
    }
  }
}
