package io.threadmark.processor.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.threadmark.processor.store.Rows;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LocalRowsTest {
  private static final byte[] KEY = {1};

  @Test
  void aScanOfRowsWithoutEndEndsWithTheTimeOfTheRequestAndIsClosed() {
    AtomicLong visited = new AtomicLong();
    Endless endless = new Endless();
    Rows rows = new LocalRows(endless, RequestDeadline.in(Duration.ofMillis(50)));

    assertThatExceptionOfType(OutOfTimeException.class)
        .isThrownBy(
            () ->
                rows.scan(
                    KEY,
                    KEY,
                    Rows.Direction.FORWARD,
                    (key, value) -> visited.incrementAndGet() > 0));
    assertThat(endless.open).isFalse();
  }

  @Test
  void nothingIsReadPastTheTimeOfTheRequest() {
    AtomicLong visited = new AtomicLong();
    Rows rows = new LocalRows(new Endless(), RequestDeadline.in(Duration.ZERO));

    assertThatExceptionOfType(OutOfTimeException.class).isThrownBy(() -> rows.get(KEY));
    assertThatExceptionOfType(OutOfTimeException.class)
        .isThrownBy(
            () ->
                rows.scan(
                    KEY,
                    KEY,
                    Rows.Direction.FORWARD,
                    (key, value) -> visited.incrementAndGet() > 0));
    assertThat(visited).hasValue(0);
  }

  /** A store with no end of rows. */
  private static final class Endless implements Rows {
    final AtomicBoolean open = new AtomicBoolean();

    @Override
    public byte[] get(byte[] key) {
      return key;
    }

    @Override
    public void scan(byte[] from, byte[] to, Direction direction, Visitor visitor) {
      open.set(true);
      try {
        boolean more = true;
        while (more) {
          more = visitor.visit(from, from);
        }
      } finally {
        open.set(false);
      }
    }
  }
}
