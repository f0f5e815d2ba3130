package io.threadmark.processor.stage;

import io.threadmark.processor.store.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that a stage does about once an interval. A turn is taken whole or not at all, and one
 * that fails ends neither the thread nor the transaction, as the next thread would only fail on it
 * again: it is tried again, after a longer wait each time, and told meanwhile. Where turns go row
 * by row, a row that cannot be worked on waits alone and the others go on.
 */
public final class Timer {
  /** Beyond, what fails is not the rows. */
  private static final int MOST_ASIDE = 100;

  private static final Duration MOST_RETRYING = Duration.ofMillis(50);
  private static final Logger LOG = LoggerFactory.getLogger(Timer.class);

  /** Takes a turn at a time of the clock, in milliseconds. */
  public interface Turn {
    void at(long nowMs);
  }

  /** What is done about a row; it looks for itself whether there still is anything to do. */
  public interface RowWork {
    void on(byte[] key);
  }

  /** A row that is set aside, until it is tried again. */
  private record Aside(RowWork work, Trial trial) {}

  private final String name;
  private final int partition;
  private final PendingChanges changes;
  private final Timers timers;
  private final Turn turn;
  private final Cancellable schedule;
  private final Trial trial = new Trial();

  /** In memory only: whoever begins anew tries them at once. */
  private final Map<byte[], Aside> aside = new TreeMap<>(Arrays::compareUnsigned);

  private long nowMs;
  private String cause;

  /**
   * Begins to take turns.
   *
   * @param name of the kind of timer, the same in all tasks
   * @param changes of the stage, where nothing is kept back between turns
   */
  Timer(
      String name,
      Duration interval,
      Turn turn,
      ProcessorContext<?, ?> context,
      PendingChanges changes,
      Timers timers) {
    this.name = name;
    this.partition = context.taskId().partition();
    this.changes = changes;
    this.timers = timers;
    this.turn = turn;
    timers.begin(name);
    this.schedule = context.schedule(interval, PunctuationType.WALL_CLOCK_TIME, this::takeTurn);
  }

  /**
   * Does what is to be done about a row, all of it or nothing; for turns that change nothing
   * besides. Where it fails, the row is set aside, and the timer itself comes back to it.
   *
   * @return whether it was done
   */
  public boolean each(byte[] key, RowWork work) {
    if (!changes.isEmpty()) {
      throw new IllegalStateException("a turn that goes row by row changes nothing besides");
    }
    if (aside.containsKey(key)) {
      return false;
    }
    RuntimeException failure = changes.attempt(() -> work.on(key));
    if (failure == null) {
      return true;
    }
    if (aside.size() == MOST_ASIDE) {
      throw failure;
    }
    Aside row = new Aside(work, new Trial());
    aside.put(key, row);
    failed(row.trial, failure, "a row is set aside by");
    return false;
  }

  /** Takes no more turns. */
  void cancel() {
    schedule.cancel();
    timers.tell(this, null);
  }

  private void takeTurn(long now) {
    if (timers.areHeld()) {
      return;
    }
    nowMs = now;
    changes.atStreamTime();
    retryRows();
    if (trial.isDue(now)) {
      RuntimeException failure = changes.attempt(() -> turn.at(now));
      if (failure != null) {
        failed(trial, failure, "a turn failed of");
      } else if (trial.hasFailed()) {
        trial.succeeded();
        tell();
      }
    }
  }

  private void retryRows() {
    Deadline deadline = Deadline.in(MOST_RETRYING);
    for (var rows = aside.entrySet().iterator(); rows.hasNext() && !deadline.isOver(); ) {
      var row = rows.next();
      Aside held = row.getValue();
      if (held.trial.isDue(nowMs)) {
        RuntimeException failure = changes.attempt(() -> held.work.on(row.getKey()));
        if (failure == null) {
          rows.remove();
          tell();
        } else {
          failed(held.trial, failure, "a row still waits at");
        }
      }
    }
  }

  private void failed(Trial tried, RuntimeException failure, String what) {
    tried.failed(nowMs);
    cause = failure.getClass().getSimpleName();
    timers.failed(name);
    tell();
    LOG.error("{} the timer {} of partition {}", what, name, partition, failure);
  }

  private void tell() {
    boolean fails = trial.hasFailed();
    timers.tell(
        this,
        !fails && aside.isEmpty()
            ? null
            : new Timers.Failing(name, partition, fails, aside.size(), since(), cause));
  }

  private Instant since() {
    return Stream.concat(
            Stream.of(trial).filter(Trial::hasFailed), aside.values().stream().map(Aside::trial))
        .map(Trial::since)
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }
}
