package io.threadmark.processor.stage;

import io.threadmark.processor.store.Rows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.kafka.streams.processor.PunctuationType;

/** Goes through a store again and again, some rows at a turn, on behalf of retention. */
public final class Sweep {
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final int ROWS = 1_000;
  private static final int BYTES = 4 * 1024 * 1024;
  private static final byte[] FIRST = {0};
  private static final byte[] END = {(byte) 0xFF};

  /** Takes a row; it may change the store. */
  public interface Visitor {
    void visit(byte[] key, byte[] value, long nowMs);
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Row(byte[] key, byte[] value) {}

  private final Rows rows;
  private byte[] next = FIRST;

  public Sweep(Rows rows) {
    this.rows = rows;
  }

  /** Lets a turn be taken about once a second, while anything may be too old. */
  public static void schedule(Stage stage, Retention retention, LongConsumer turn) {
    stage
        .context()
        .schedule(
            INTERVAL,
            PunctuationType.WALL_CLOCK_TIME,
            now -> {
              if (retention.ends()) { // a project may begin to forget at any time
                stage.atStreamTime();
                turn.accept(now);
              }
            });
  }

  /** Visits the next rows, and begins anew behind the last. */
  public void turn(long nowMs, Visitor visitor) {
    List<Row> found = new ArrayList<>();
    int[] bytes = {0};
    rows.scan(
        next,
        END,
        Rows.Direction.FORWARD,
        (key, value) -> {
          found.add(new Row(key, value));
          bytes[0] += key.length + value.length;
          next = Arrays.copyOf(key, key.length + 1);
          return found.size() < ROWS && bytes[0] < BYTES;
        });
    if (found.size() < ROWS && bytes[0] < BYTES) {
      next = FIRST;
    }
    found.forEach(row -> visitor.visit(row.key, row.value, nowMs));
  }
}
