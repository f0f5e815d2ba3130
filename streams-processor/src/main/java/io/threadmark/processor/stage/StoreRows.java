package io.threadmark.processor.stage;

import io.threadmark.processor.store.Rows;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
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
  static Mutable mutable(KeyValueStore<Bytes, byte[]> store) {
    return new MutableStoreRows(store);
  }

  @Override
  public byte[] get(byte[] key) {
    return store.get(Bytes.wrap(key));
  }

  @Override
  public void scan(byte[] from, byte[] to, Direction direction, Visitor visitor) {
    try (KeyValueIterator<Bytes, byte[]> rows =
        range(Bytes.wrap(from), Bytes.wrap(to), direction)) {
      while (rows.hasNext()) {
        KeyValue<Bytes, byte[]> row = rows.next();
        // A store's range includes its end, ours does not.
        boolean within = java.util.Arrays.compareUnsigned(row.key.get(), to) < 0;
        if (within && !visitor.visit(row.key.get(), row.value)) {
          return;
        }
      }
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
