package io.threadmark.processor.stage;

import io.micrometer.core.instrument.Counter;
import io.threadmark.processor.store.PendingRows;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Key;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stage of the topology: takes records that are keyed by what the stage owns, changes its rows,
 * and sends whole current values on, never deltas. A record that the stage fails on changes and
 * sends nothing, and goes to the dead letters.
 */
public abstract class Stage implements Processor<byte[], SpecificRecord, byte[], SpecificRecord> {
  /** Rows that one step looks at where there may be many. */
  public static final int ROWS_AT_ONCE = 500;

  private static final Logger LOG = LoggerFactory.getLogger(Stage.class);

  private final Letters letters;

  /** In the order of first use. */
  private final Map<String, PendingRows> rows = new LinkedHashMap<>();

  private final List<Record<byte[], SpecificRecord>> sent = new ArrayList<>();
  private final List<Counter> counted = new ArrayList<>();
  private ProcessorContext<byte[], SpecificRecord> context;
  private boolean receiving;
  private long time;

  /**
   * @param letters writes what the stage fails on
   */
  protected Stage(Letters letters) {
    this.letters = letters;
  }

  @Override
  public void init(ProcessorContext<byte[], SpecificRecord> context) {
    this.context = context;
  }

  @Override
  public final void process(Record<byte[], SpecificRecord> record) {
    time = record.timestamp();
    begin();
    try {
      receive(record.key(), record.value());
    } catch (KafkaException e) {
      discard();
      throw e; // of a store or of the task, never of the record
    } catch (RuntimeException e) {
      discard();
      LOG.error("a record failed and goes to the dead letters", e);
      context.forward(
          record.withValue(letters.failed(record, context.recordMetadata().orElse(null), e)));
      return;
    }
    apply();
  }

  /** Takes one record in. */
  protected abstract void receive(byte[] key, SpecificRecord value);

  public ProcessorContext<byte[], SpecificRecord> context() {
    return context;
  }

  /** A store's rows, the same for all parts of the stage. */
  public Rows.Mutable rows(String store) {
    return rows.computeIfAbsent(
        store, name -> new PendingRows(StoreRows.mutable(context.getStateStore(name))));
  }

  /** Begins work that no record asked for: what is sent on carries the stream's time. */
  public void atStreamTime() {
    time = Math.max(0, context.currentStreamTimeMs()); // -1 before the first record
  }

  public void send(Key key, SpecificRecord value) {
    send(key.bytes(), value);
  }

  public void send(byte[] key, SpecificRecord value) {
    Record<byte[], SpecificRecord> record = new Record<>(key, value, time);
    if (receiving) {
      sent.add(record);
    } else {
      context.forward(record);
    }
  }

  /** Counts one more, unless the stage fails on the record that it is about. */
  public void count(Counter counter) {
    if (receiving) {
      counted.add(counter);
    } else {
      counter.increment();
    }
  }

  private void begin() {
    receiving = true;
    rows.values().forEach(PendingRows::begin);
  }

  /** Stores change in turn, the first last: who sees what is said there sees all of it. */
  private void apply() {
    receiving = false;
    List<PendingRows> changed = new ArrayList<>(rows.values());
    Collections.reverse(changed);
    changed.forEach(PendingRows::apply);
    sent.forEach(context::forward);
    sent.clear();
    counted.forEach(Counter::increment);
    counted.clear();
  }

  private void discard() {
    receiving = false;
    rows.values().forEach(PendingRows::discard);
    sent.clear();
    counted.clear();
  }
}
