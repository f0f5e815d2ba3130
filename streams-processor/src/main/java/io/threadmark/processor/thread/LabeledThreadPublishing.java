package io.threadmark.processor.thread;

import io.threadmark.processor.stage.Stage;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.stage.Timer;
import io.threadmark.processor.stage.Timing;
import io.threadmark.processor.store.Deadline;
import io.threadmark.processor.store.Rows;
import io.threadmark.processor.thread.rows.ThreadReader;
import io.threadmark.processor.thread.rows.ThreadSnapshot;
import io.threadmark.schema.Key;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Publishes labeled threads that changed, each at most once an interval, so that a burst of changes
 * is one record, and large ones less often. It takes a part of the time and no more: where there is
 * more to do than time for it, taking events in comes first, and each record tells of more changes.
 * What is to be published is a row, so a crash forgets none.
 */
final class LabeledThreadPublishing {
  private static final int STEPS_PER_INTERVAL = 5;
  private static final int MOST_ROWS = 500;
  private static final int SHARE_OF_TIME = 10;
  private static final byte[] FIRST = {0};
  private static final byte[] END = {(byte) 0xFF};

  private final Stage stage;
  private final Rows threads;
  private final Rows.Mutable dirty;
  private final long intervalMs;
  private final long stepMs;
  private final PublishingPace pace;
  private final Timer timer;

  /** Where the next step begins: a scan from the start would pass all that was deleted there. */
  private byte[] next = FIRST;

  LabeledThreadPublishing(Stage stage, Rows threads, Timing timing) {
    this.stage = stage;
    this.threads = threads;
    this.dirty = stage.rows(StateStores.DIRTY);
    this.intervalMs = timing.publishInterval().toMillis();
    this.stepMs = Math.max(1, intervalMs / STEPS_PER_INTERVAL);
    this.pace = new PublishingPace(timing.publishBytes(), intervalMs);
    this.timer = stage.every("publish-threads", Duration.ofMillis(stepMs), this::publishDue);
  }

  /** Notes that a labeled thread changed, or is labeled no more. */
  void mark(byte[] threadKey) {
    if (dirty.get(threadKey) == null) {
      long now = stage.context().currentSystemTimeMs();
      dirty.put(threadKey, ByteBuffer.allocate(Long.BYTES).putLong(now).array());
    }
  }

  private void publishDue(long now) {
    List<byte[]> due = new ArrayList<>();
    byte[][] last = {null};
    int[] seen = {0};
    dirty.scan(
        next,
        END,
        Rows.Direction.FORWARD,
        (key, since) -> {
          last[0] = key;
          if (ByteBuffer.wrap(since).getLong() + intervalMs <= now && !isHeldBack(key, now)) {
            due.add(key);
          }
          return ++seen[0] < MOST_ROWS;
        });
    boolean atEnd = seen[0] < MOST_ROWS;
    Deadline deadline = Deadline.in(Duration.ofMillis(stepMs).dividedBy(SHARE_OF_TIME));
    for (byte[] key : due) {
      timer.each(key, this::publish);
      if (deadline.isOver()) {
        next = key;
        return;
      }
    }
    next = atEnd ? FIRST : last[0];
  }

  /** That a thread is labeled no more, or erased, is a null and no large record. */
  private boolean isHeldBack(byte[] threadKey, long now) {
    return pace.holdsBack(threadKey, now)
        && ThreadReader.isLabeled(new ThreadReader(threads, threadKey).head());
  }

  private void publish(byte[] threadKey) {
    // Null where the thread has no label any more: subscribers forget it.
    ThreadSnapshot snapshot = ThreadSnapshot.of(threads, Key.parse(threadKey));
    stage.send(threadKey, snapshot.thread());
    dirty.delete(threadKey);
    pace.published(threadKey, snapshot.bytes(), stage.context().currentSystemTimeMs());
  }
}
