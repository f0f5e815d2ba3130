package io.threadmark.processor.topology;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * One partition of one stage, driven by hand: a record, a timer or a restart at a time, each a
 * transaction.
 */
final class StageTask {
  /** Of Kafka Streams' own, and of what is below it. */
  static final List<RuntimeException> FAILURES =
      List.of(
          new InvalidStateStoreException("the store was closed"),
          new IllegalStateException("a native library failed"),
          new TaskCorruptedException(Set.of()));

  private final TaskId id;
  private final Supplier<? extends Processor<byte[], SpecificRecord, byte[], SpecificRecord>> stage;
  private final Map<String, MemoryStore> stores = new HashMap<>();
  private final LongSupplier clock;
  private final Consumer<Record<byte[], SpecificRecord>> sent;
  private final Trap trap = new Trap();
  private final List<Record<byte[], SpecificRecord>> uncommitted = new ArrayList<>();
  private Processor<byte[], SpecificRecord, byte[], SpecificRecord> running;
  private TaskContext<byte[]> context;

  /** Sets the trap for what is taken next. */
  private Runnable next = trap::unset;

  /** What happens where the trap springs: a new stage, or a new life of the same. */
  private Runnable afterFailure = this::revive;

  private boolean failsAtEveryStep;

  StageTask(
      TaskId id,
      Supplier<? extends Processor<byte[], SpecificRecord, byte[], SpecificRecord>> stage,
      LongSupplier clock,
      Consumer<Record<byte[], SpecificRecord>> sent) {
    this.id = id;
    this.stage = stage;
    this.clock = clock;
    this.sent = sent;
    restart();
  }

  /** What was only in memory is gone; the stores are as they were. */
  void restart() {
    running = stage.get();
    context = new TaskContext<>(id, stores, clock, uncommitted::add, trap);
    running.init(context);
    commit();
  }

  /** The same as Kafka Streams does with a corrupted task: the object and its context stay. */
  void revive() {
    int timers = timers();
    running.close();
    running.init(context);
    if (timers() != timers) {
      throw new AssertionError("of " + timers + " timers a revival made " + timers());
    }
    commit();
  }

  /**
   * Lets something fail that the stage is to ask of Kafka Streams for what it takes next. The
   * transaction is lost with it, and what it was about comes again.
   *
   * @param steps how much does not fail before
   * @param revived whether the stage goes on as the same object
   */
  void failAt(int steps, RuntimeException failure, boolean revived) {
    afterFailure = revived ? this::revive : this::restart;
    next = () -> trap.set(steps, failure);
  }

  /** From now on whatever happens fails at each of its steps before it succeeds. */
  void failAtEveryStep() {
    failsAtEveryStep = true;
  }

  void process(byte[] key, SpecificRecord value) {
    process(key, value, new RecordHeaders());
  }

  void process(byte[] key, SpecificRecord value, Headers headers) {
    long time = clock.getAsLong();
    context.sawRecordAt(time);
    take(() -> running.process(new Record<>(key, value, time, headers)));
  }

  void runTimers() {
    for (int timer = 0; timer < context.timers().size(); timer++) {
      int number = timer;
      take(() -> context.timers().get(number).punctuate(clock.getAsLong()));
    }
  }

  int partition() {
    return id.partition();
  }

  /** How many timers are scheduled. */
  int timers() {
    return context.timers().size();
  }

  private void take(Runnable work) {
    int step = 0;
    do {
      if (failsAtEveryStep) {
        failAt(step, FAILURES.get(step % FAILURES.size()), true);
        step++;
      }
      next.run();
      next = trap::unset;
    } while (!isTaken(work));
  }

  /** Whether it succeeds; else all of it is undone. */
  private boolean isTaken(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      if (!trap.isSprung()) {
        throw e;
      }
      trap.unset();
      stores.values().forEach(MemoryStore::rollBackRows);
      uncommitted.clear();
      afterFailure.run();
      return false;
    }
    if (trap.isSprung()) {
      throw new AssertionError("what Kafka Streams failed on is nobody else's fault");
    }
    trap.unset();
    commit();
    return true;
  }

  private void commit() {
    stores.values().forEach(MemoryStore::commitRows);
    uncommitted.forEach(sent);
    uncommitted.clear();
  }

  Map<String, MemoryStore> stores() {
    return stores;
  }

  boolean isEmpty(String store) {
    return !stores.containsKey(store) || stores.get(store).rows().isEmpty();
  }

  /** Whether a store holds work that is still to be done. */
  boolean hasWork(String store) {
    return stores.containsKey(store)
        && stores.get(store).rows().keySet().stream().anyMatch(key -> key.get()[0] == 1);
  }

  /** Whether something is being erased step by step. */
  boolean isErasing() {
    return stores.values().stream()
        .filter(store -> store.name().startsWith("erased-"))
        .flatMap(store -> store.rows().keySet().stream())
        .anyMatch(key -> key.get()[0] == 'd');
  }

  /** How many writes there were to all stores. */
  long changes() {
    return stores.values().stream().mapToLong(MemoryStore::changes).sum();
  }
}
