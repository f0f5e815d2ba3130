package io.threadmark.processor.stage;

import io.micrometer.core.instrument.Counter;
import io.threadmark.processor.store.PendingRows;
import io.threadmark.processor.store.Rows;
import io.threadmark.processor.store.UnknownVersionException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * What a stage changes, sends and counts, kept back until a piece of work is done: taking in a
 * record, a turn of a timer, or what a turn does about one row. Nothing of work that failed is left
 * for later work to commit, wherever it failed.
 */
final class PendingChanges {
  private static final Supplier<Awaited> NOBODY = () -> null;

  private final ProcessorContext<byte[], SpecificRecord> context;

  /** In the order of first use. */
  private final Map<String, PendingRows> rows = new LinkedHashMap<>();

  private final List<Record<byte[], SpecificRecord>> sent = new ArrayList<>();
  private final List<Counter> counted = new ArrayList<>();
  private StoreWrites.OfPartition watched = new StoreWrites().of(0);
  private long time;

  /** Gives who waits for the next hop that is sent; or null. */
  private Supplier<Awaited> awaiting = NOBODY;

  PendingChanges(ProcessorContext<byte[], SpecificRecord> context) {
    this.context = context;
  }

  /** A store's rows, the same for all parts of the stage. */
  Rows.Mutable rows(String store) {
    return rows.computeIfAbsent(
        store, name -> new PendingRows(StoreRows.mutable(context.getStateStore(name))));
  }

  /** Tells from now on when changes are being made. */
  void tell(StoreWrites.OfPartition writes) {
    watched = writes;
  }

  /** What is sent from now on carries a time. */
  void at(long timeMs) {
    time = timeMs;
  }

  /** What is sent from now on carries the stream's time, as no record asked for it. */
  void atStreamTime() {
    time = Math.max(0, context.currentStreamTimeMs()); // -1 before the first record
  }

  void send(byte[] key, SpecificRecord value) {
    Awaited by = Awaited.canBe(value) ? awaiting.get() : null;
    sent.add(new Record<>(key, value, time, by == null ? null : by.headers()));
  }

  /**
   * Lets somebody wait for the hops that some work sends.
   *
   * @param each gives who waits, once for each hop; null where nobody does
   */
  void awaiting(Supplier<Awaited> each, Runnable work) {
    Supplier<Awaited> outer = awaiting;
    awaiting = each;
    try {
      work.run();
    } finally {
      awaiting = outer;
    }
  }

  void count(Counter counter) {
    counted.add(counter);
  }

  /** Whether nothing is kept back. */
  boolean isEmpty() {
    return sent.isEmpty()
        && counted.isEmpty()
        && rows.values().stream().allMatch(PendingRows::isEmpty);
  }

  /**
   * Does a piece of work, all of it or nothing. What Kafka or a store fails on is thrown: it ends
   * the transaction, and is nobody's fault here. So is all that fails once the changes are being
   * made, as some of them may have been.
   *
   * @return what the work failed on, having changed, sent and counted nothing; null where it is
   *     done
   */
  RuntimeException attempt(Runnable work) {
    try {
      RuntimeException failure = failureOf(work);
      if (failure == null) {
        apply();
      }
      return failure;
    } finally {
      discard(); // a task that is revived has the same stage, and so whatever is left here
    }
  }

  private static RuntimeException failureOf(Runnable work) {
    try {
      work.run();
      return null;
    } catch (KafkaException | UnknownVersionException e) {
      throw e; // of a store or of the task, never of what is worked on
    } catch (RuntimeException e) {
      return e;
    }
  }

  private void apply() {
    watched.begin();
    try {
      make();
    } catch (KafkaException e) {
      throw e;
    } catch (RuntimeException e) {
      // Whoever takes it for a failure of the work would commit the half of it.
      throw new StreamsException("changes could not be made", e);
    } finally {
      watched.done();
    }
  }

  /** Stores change in turn, the first last: who sees what is said there sees all of it. */
  private void make() {
    List<PendingRows> changed = new ArrayList<>(rows.values());
    Collections.reverse(changed);
    changed.forEach(PendingRows::apply);
    sent.forEach(context::forward);
    counted.forEach(Counter::increment);
  }

  private void discard() {
    rows.values().forEach(PendingRows::discard);
    sent.clear();
    counted.clear();
  }
}
