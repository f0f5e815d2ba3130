package io.threadmark.processor.topology;

import io.threadmark.processor.model.Rows;
import io.threadmark.schema.Key;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * A stage of the topology: takes records that are keyed by what the stage owns, changes its rows,
 * and sends whole current values on, never deltas.
 */
abstract class Stage implements Processor<byte[], SpecificRecord, byte[], SpecificRecord> {
  private ProcessorContext<byte[], SpecificRecord> context;
  private long time;

  @Override
  public void init(ProcessorContext<byte[], SpecificRecord> context) {
    this.context = context;
  }

  @Override
  public final void process(Record<byte[], SpecificRecord> record) {
    time = record.timestamp();
    receive(record.key(), record.value());
  }

  /** Takes one record in. */
  abstract void receive(byte[] key, SpecificRecord value);

  ProcessorContext<byte[], SpecificRecord> context() {
    return context;
  }

  Rows.Mutable rows(String store) {
    return StoreRows.mutable(context.getStateStore(store));
  }

  /** Begins work that no record asked for: what is sent on carries the stream's time. */
  void atStreamTime() {
    time = Math.max(0, context.currentStreamTimeMs()); // -1 before the first record
  }

  void send(Key key, SpecificRecord value) {
    send(key.bytes(), value);
  }

  void send(byte[] key, SpecificRecord value) {
    context.forward(new Record<>(key, value, time));
  }
}
