package io.threadmark.processor.stage;

import io.threadmark.processor.store.Rows;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** The rows of a Kafka Streams store. */
public class StoreRows implements Rows {
  private final ReadOnlyKeyValueStore<Bytes, byte[]> store;

  public StoreRows(ReadOnlyKeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  /** Rows that a stage may change. */
  public static Mutable mutable(KeyValueStore<Bytes, byte[]> store) {
    return new MutableStoreRows(store);
  }

  @Override
  public byte[] get(byte[] key) {
    return ofStore(() -> store.get(Bytes.wrap(key)));
  }

  @Override
  public void scan(byte[] from, byte[] to, Direction direction, Visitor visitor) {
    try (KeyValueIterator<Bytes, byte[]> rows =
        ofStore(() -> range(Bytes.wrap(from), Bytes.wrap(to), direction))) {
      for (var row = next(rows); row != null; row = next(rows)) {
        // A store's range includes its end, ours does not.
        boolean within = java.util.Arrays.compareUnsigned(row.key.get(), to) < 0;
        if (within && !visitor.visit(row.key.get(), row.value)) {
          return;
        }
      }
    }
  }

  private static KeyValue<Bytes, byte[]> next(KeyValueIterator<Bytes, byte[]> rows) {
    return ofStore(() -> rows.hasNext() ? rows.next() : null);
  }

  /**
   * Lets a store work. Whatever it fails on is a failure of the store, also where it is another
   * exception than Kafka Streams names for that: else whoever reads the rows would be to blame.
   */
  private static <T> T ofStore(Supplier<T> work) {
    try {
      return work.get();
    } catch (KafkaException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new ProcessorStateException("a state store failed", e);
    }
  }

  private KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to, Direction direction) {
    return direction == Direction.FORWARD ? store.range(from, to) : store.reverseRange(from, to);
  }

  private static final class MutableStoreRows extends StoreRows implements Mutable {
    private final KeyValueStore<Bytes, byte[]> store;

    MutableStoreRows(KeyValueStore<Bytes, byte[]> store) {
      super(store);
      this.store = store;
    }

    @Override
    public void put(byte[] key, byte[] value) {
      store.put(Bytes.wrap(key), value);
    }

    @Override
    public void delete(byte[] key) {
      store.delete(Bytes.wrap(key));
    }
  }
}
