package io.threadmark.processor.topology;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;

/** One partition of one stage, driven by hand: a record, a timer or a restart at a time. */
final class StageTask {
  private final TaskId id;
  private final Supplier<? extends Processor<byte[], SpecificRecord, byte[], SpecificRecord>> stage;
  private final Map<String, MemoryStore> stores = new HashMap<>();
  private final LongSupplier clock;
  private final Consumer<Record<byte[], SpecificRecord>> sent;
  private Processor<byte[], SpecificRecord, byte[], SpecificRecord> running;
  private TaskContext<byte[]> context;

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
    context = new TaskContext<>(id, stores, clock, sent);
    running.init(context);
  }

  void process(byte[] key, SpecificRecord value) {
    long time = clock.getAsLong();
    context.sawRecordAt(time);
    running.process(new Record<>(key, value, time));
  }

  void runTimers() {
    for (Punctuator timer : List.copyOf(context.timers())) {
      timer.punctuate(clock.getAsLong());
    }
  }

  int partition() {
    return id.partition();
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
