package io.threadmark.processor.resolve;

import io.threadmark.processor.resolve.rows.FeedbackRows;
import io.threadmark.processor.stage.Stage;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.stage.Timer;
import io.threadmark.processor.store.Deadline;
import io.threadmark.processor.store.Rows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Ends the wait of feedback whose trace did not come in time, the longest waiting first. */
final class WaitEnding {
  private static final Duration INTERVAL = Duration.ofMillis(500);
  private static final Duration MOST = Duration.ofMillis(50);
  private static final byte[] FIRST = {0};

  private final Rows.Mutable waiting;
  private final FeedbackPlacing placing;
  private final Duration wait;
  private final int rowsAtOnce;
  private final Timer timer;

  /** Where the next turn begins: a scan from the start would pass all that was deleted there. */
  private byte[] next = FIRST;

  /**
   * @param rowsAtOnce pieces that one turn takes
   */
  WaitEnding(Stage stage, FeedbackPlacing placing, Duration wait, int rowsAtOnce) {
    this.waiting = stage.rows(StateStores.WAITING);
    this.placing = placing;
    this.wait = wait;
    this.rowsAtOnce = rowsAtOnce;
    this.timer = stage.every("end-waits", INTERVAL, this::endDue);
  }

  /** Notes a piece that begins to wait: it may have waited longer than all that wait now. */
  void begins(byte[] waitingKey) {
    if (Arrays.compareUnsigned(waitingKey, next) < 0) {
      next = waitingKey;
    }
  }

  private void endDue(long nowMs) {
    byte[] notDue = FeedbackRows.waitingSince(nowMs - wait.toMillis());
    List<byte[]> due = new ArrayList<>();
    waiting.scan(
        next,
        notDue,
        Rows.Direction.FORWARD,
        (key, nothing) -> {
          due.add(key);
          return due.size() < rowsAtOnce;
        });
    Deadline deadline = Deadline.in(MOST);
    for (byte[] waitingKey : due) {
      next = waitingKey;
      timer.each(waitingKey, placing::endWait);
      if (deadline.isOver()) {
        return;
      }
    }
  }
}
