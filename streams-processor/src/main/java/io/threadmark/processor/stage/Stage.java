package io.threadmark.processor.stage;

import io.micrometer.core.instrument.Counter;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.DeadLetter;
import io.threadmark.schema.Key;
import io.threadmark.schema.StatementName;
import io.threadmark.schema.state.ErasureHop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stage of the topology: takes records that are keyed by what the stage owns, changes its rows,
 * and sends whole current values on, never deltas. A record that the stage fails on changes and
 * sends nothing, and goes to the dead letters.
 *
 * <p>Kafka Streams gives a stage more than one life: a task whose stores are corrupt, or whose
 * transaction is lost, is closed and revived with the same object, and all that it had scheduled
 * goes on unless it is cancelled. So what a stage keeps in memory is made by {@link #begin}, anew
 * in each life, and timers are only had from {@link #every}.
 */
public abstract class Stage implements Processor<byte[], SpecificRecord, byte[], SpecificRecord> {
  /** Rows that one step looks at where there may be many. */
  public static final int ROWS_AT_ONCE = 500;

  private static final Logger LOG = LoggerFactory.getLogger(Stage.class);

  private final Letters letters;
  private final Timers timers;
  private final List<Timer> scheduled = new ArrayList<>();
  private ProcessorContext<byte[], SpecificRecord> context;
  private PendingChanges changes;
  private Rows.Mutable dead;

  /**
   * @param letters writes what the stage fails on
   * @param timers says whether turns may be taken, and is told of those that fail
   */
  protected Stage(Letters letters, Timers timers) {
    this.letters = letters;
    this.timers = timers;
  }

  @Override
  public final void init(ProcessorContext<byte[], SpecificRecord> context) {
    cancelTimers();
    this.context = context;
    changes = new PendingChanges(context);
    RuntimeException failure = changes.attempt(this::begin);
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public final void close() {
    cancelTimers();
  }

  @Override
  public final void process(Record<byte[], SpecificRecord> record) {
    changes.at(record.timestamp());
    RuntimeException failure = changes.attempt(() -> takeIn(record));
    if (failure != null) {
      LOG.error("a record failed and goes to the dead letters", failure);
      DeadLetter letter = letters.failed(record, context.recordMetadata().orElse(null), failure);
      keepDead(record, new DeadRecords.Death(letter.getReason(), letter.getMessage()));
      context.forward(record.withValue(letter));
    }
  }

  /** Where an erasure waits for a record, it waits for what the stage sends because of it, too. */
  private void takeIn(Record<byte[], SpecificRecord> record) {
    Awaited by = Awaited.of(record);
    if (by == null) {
      receive(record.key(), record.value());
      return;
    }
    long[] begun = {0};
    awaiting(
        () -> {
          begun[0]++;
          return by.next();
        },
        () -> receive(record.key(), record.value()));
    report(by.erasureKey(), new ErasureHop(by.depth(), begun[0], 0L, 0L, 0L, 0L));
  }

  /** Keeps from now on in a store what the stage fails on, for those who wait for it. */
  protected final void keepDeadIn(String store) {
    dead = rows(store);
    every("forget-dead", DeadRecords.INTERVAL, now -> DeadRecords.forgetOld(dead, now));
  }

  private void keepDead(Record<byte[], SpecificRecord> record, DeadRecords.Death death) {
    if (dead == null || record.value() == null) {
      return;
    }
    long now = context.currentSystemTimeMs();
    boolean isEvent = record.headers().lastHeader(StatementName.HEADER) != null;
    RuntimeException failure =
        changes.attempt(
            () -> {
              if (isEvent) {
                DeadRecords.put(dead, record.headers(), death, now);
              } else {
                DeadRecords.put(dead, record.key(), record.value(), death, now);
              }
            });
    if (failure != null) {
      LOG.error("it is not known of a dead letter which statement it was", failure);
    }
  }

  /** Tells from now on when the stage changes its stores. */
  protected final void tellOfChanges(StoreWrites writes) {
    changes.tell(writes.of(context.taskId().partition()));
  }

  /** Begins a life: makes whatever the stage keeps in memory, and its timers. */
  protected abstract void begin();

  /** Takes one record in. */
  protected abstract void receive(byte[] key, SpecificRecord value);

  public ProcessorContext<byte[], SpecificRecord> context() {
    return context;
  }

  /** A store's rows, the same for all parts of the stage. */
  public Rows.Mutable rows(String store) {
    return changes.rows(store);
  }

  /** Lets a turn be taken about once an interval, until the stage's life ends. */
  public Timer every(String name, Duration interval, Timer.Turn turn) {
    Timer timer = new Timer(name, interval, turn, context, changes, timers);
    scheduled.add(timer);
    return timer;
  }

  public void send(Key key, SpecificRecord value) {
    send(key.bytes(), value);
  }

  public void send(byte[] key, SpecificRecord value) {
    changes.send(key, value);
  }

  /**
   * Lets an erasure wait until the hops that some work sends were taken in.
   *
   * @param each gives who waits, once for each hop; null where nobody does
   */
  public void awaiting(Supplier<Awaited> each, Runnable work) {
    changes.awaiting(each, work);
  }

  /** Tells a command to erase that a step is done. */
  public void report(byte[] erasureKey, ErasureHop done) {
    send(erasureKey, done);
  }

  /** Counts one more, unless the stage fails on what it is about. */
  public void count(Counter counter) {
    changes.count(counter);
  }

  /**
   * Kafka Streams 4.3.1 makes a task's queue of timers with the task and never empties it, so what
   * is left there by a life runs beside the timers of the next.
   */
  private void cancelTimers() {
    scheduled.forEach(Timer::cancel);
    scheduled.clear();
  }
}
