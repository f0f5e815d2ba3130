package io.threadmark.processor.topology;

import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * What a stage sees of Kafka Streams: its stores, its timers, the clock, and where to send.
 *
 * @param <B> an array of bytes, which no type parameter can be bound to
 */
final class TaskContext<B> implements ProcessorContext<B, SpecificRecord> {
  private final TaskId id;
  private final Map<String, MemoryStore> stores;
  private final LongSupplier clock;
  private final Consumer<Record<B, SpecificRecord>> sent;
  private final Trap trap;
  private final List<Punctuator> timers = new ArrayList<>();
  private long streamTime = -1;

  TaskContext(
      TaskId id,
      Map<String, MemoryStore> stores,
      LongSupplier clock,
      Consumer<Record<B, SpecificRecord>> sent,
      Trap trap) {
    this.id = id;
    this.stores = stores;
    this.clock = clock;
    this.sent = sent;
    this.trap = trap;
  }

  void sawRecordAt(long time) {
    streamTime = Math.max(streamTime, time);
  }

  List<Punctuator> timers() {
    return timers;
  }

  @Override
  @SuppressWarnings("unchecked") // this topology knows no other types
  public <K extends B, V extends SpecificRecord> void forward(Record<K, V> record) {
    trap.step();
    sent.accept((Record<B, SpecificRecord>) record);
  }

  @Override
  public <K extends B, V extends SpecificRecord> void forward(Record<K, V> record, String child) {
    forward(record);
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as Kafka Streams has it
  public <S extends StateStore> S getStateStore(String name) {
    return (S) stores.computeIfAbsent(name, store -> new MemoryStore(store, trap));
  }

  @Override
  public Cancellable schedule(Duration interval, PunctuationType type, Punctuator timer) {
    timers.add(timer);
    return () -> timers.remove(timer);
  }

  @Override
  public Cancellable schedule(
      Instant start, Duration interval, PunctuationType type, Punctuator timer) {
    return schedule(interval, type, timer);
  }

  @Override
  public long currentSystemTimeMs() {
    return clock.getAsLong();
  }

  @Override
  public long currentStreamTimeMs() {
    return streamTime;
  }

  @Override
  public TaskId taskId() {
    return id;
  }

  @Override
  public Optional<RecordMetadata> recordMetadata() {
    return Optional.empty();
  }

  @Override
  public void commit() {}

  @Override
  public String applicationId() {
    return "law-of-order";
  }

  @Override
  public Serde<?> keySerde() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Serde<?> valueSerde() {
    throw new UnsupportedOperationException();
  }

  @Override
  public File stateDir() {
    throw new UnsupportedOperationException();
  }

  @Override
  public StreamsMetrics metrics() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<String, Object> appConfigs() {
    return Map.of();
  }

  @Override
  public Map<String, Object> appConfigsWithPrefix(String prefix) {
    return Map.of();
  }
}
