package io.threadmark.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadmark.schema.registry.RegistryRefusedException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class PatienceTest {

  @Test
  void whatARegistryIsToBlameForIsAskedAgain() {
    assertThat(
            after(
                new TimeoutException("no answer"),
                new RegistryRefusedException(401, "wrong password"),
                new RegistryRefusedException(500, "broken")))
        .isEqualTo("answer");
  }

  @Test
  void whatARecordIsToBlameForIsNotAskedAgain() {
    for (RuntimeException failure :
        List.of(
            new SerializationException("no Avro"),
            new RegistryRefusedException(404, "unknown schema"),
            new IllegalStateException())) {
      assertThatThrownBy(() -> after(failure)).isSameAs(failure);
    }
  }

  @Test
  void whoIsInterruptedDoesNotAskAgain() {
    Thread.currentThread().interrupt();
    RuntimeException failure = new TimeoutException("no answer");
    assertThatThrownBy(() -> after(failure)).isSameAs(failure);
    assertThat(Thread.interrupted()).isTrue();
  }

  private static String after(RuntimeException... failures) {
    Queue<RuntimeException> left = new ArrayDeque<>(List.of(failures));
    return Patience.with(
        () -> {
          if (!left.isEmpty()) {
            throw left.remove();
          }
          return "answer";
        });
  }
}
