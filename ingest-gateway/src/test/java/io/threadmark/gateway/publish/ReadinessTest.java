package io.threadmark.gateway.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.testkit.Await;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReadinessTest {
  private final BlockingQueue<List<String>> found = new LinkedBlockingQueue<>();

  @Test
  void it_checks_again_until_all_is_well() {
    try (Readiness readiness = new Readiness(List.of(this::nextFound, List::of))) {
      assertThat(readiness.problems()).containsExactly("starting");
      readiness.start();

      found.add(List.of("no Kafka"));
      await(readiness, List.of("no Kafka"));
      assertThat(readiness.primed()).isFalse();

      found.add(List.of("no topics", "no luck"));
      await(readiness, List.of("no topics", "no luck"));

      found.add(List.of());
      await(readiness, List.of());
      Await.until("it was ready once", readiness::primed);

      readiness.closing();
      assertThat(readiness.problems()).containsExactly("shutting down");
      assertThat(readiness.primed()).isTrue();
    }
  }

  @Test
  void a_check_that_breaks_is_a_problem_and_not_the_end() {
    found.add(List.of("throw"));
    found.add(List.of());
    try (Readiness readiness = new Readiness(List.of(this::nextFound))) {
      readiness.start();
      await(readiness, List.of());
    }
  }

  private List<String> nextFound() throws InterruptedException {
    List<String> next = found.poll(20, TimeUnit.SECONDS);
    if (next != null && next.contains("throw")) {
      throw new UnsupportedOperationException("broken check");
    }
    return next == null ? List.of("nothing was given") : next;
  }

  private static void await(Readiness readiness, List<String> problems) {
    Await.until("the problems are " + problems, () -> readiness.problems().equals(problems));
  }
}
