package io.threadmark.processor.stage;

import io.threadmark.processor.store.Deadline;
import io.threadmark.processor.store.Portion;
import io.threadmark.processor.store.Rows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Goes through a store again and again, some rows at a turn, on behalf of retention. */
public final class Sweep {
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofMillis(100);
  private static final int ROWS = 1_000;
  private static final byte[] FIRST = {0};
  private static final byte[] END = {(byte) 0xFF};

  /** Takes a row; it may change the store. */
  public interface Visitor {
    void visit(byte[] key, byte[] value, long nowMs);
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Row(byte[] key, byte[] value) {}

  private final Stage stage;
  private final Rows rows;
  private final Visitor visitor;
  private final Timer timer;
  private byte[] next = FIRST;

  /** The row that is visited, so that it is read once; null where a row is tried again. */
  private Row visited;

  private Sweep(Stage stage, String name, Rows rows, Retention retention, Visitor visitor) {
    this.stage = stage;
    this.rows = rows;
    this.visitor = visitor;
    this.timer = schedule(stage, name, retention, now -> turn());
  }

  /** Begins to visit the rows of a store, about once a second some of them. */
  public static void begin(
      Stage stage, String name, Rows rows, Retention retention, Visitor visitor) {
    new Sweep(stage, name, rows, retention, visitor);
  }

  /** Lets a turn be taken about once a second, while anything may be too old. */
  public static Timer schedule(Stage stage, String name, Retention retention, Timer.Turn turn) {
    return stage.every(
        name,
        INTERVAL,
        now -> {
          if (retention.ends()) { // a project may begin to forget at any time
            turn.at(now);
          }
        });
  }

  /** Visits the next rows, and begins anew behind the last. */
  private void turn() {
    List<Row> found = new ArrayList<>();
    Portion portion = new Portion(ROWS);
    portion
        .of(rows)
        .scan(next, END, Rows.Direction.FORWARD, (key, value) -> found.add(new Row(key, value)));
    Deadline deadline = Deadline.in(MOST);
    for (Row row : found) {
      next = Arrays.copyOf(row.key, row.key.length + 1);
      visited = row;
      timer.each(row.key, this::visit);
      visited = null;
      if (deadline.isOver()) {
        return;
      }
    }
    if (!portion.isTaken()) {
      next = FIRST;
    }
  }

  private void visit(byte[] key) {
    byte[] value = visited == null ? rows.get(key) : visited.value;
    if (value != null) {
      visitor.visit(key, value, stage.context().currentSystemTimeMs());
    }
  }
}
