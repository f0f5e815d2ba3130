package io.threadmark.processor.query;

import io.threadmark.processor.store.Rows;
import java.util.function.Supplier;
import org.apache.kafka.streams.errors.InvalidStateStoreException;

/** Rows that this instance owns, as long as it owns them: a store may move at any moment. */
final class LocalRows implements Rows {
  private final Rows rows;

  LocalRows(Rows rows) {
    this.rows = rows;
  }

  @Override
  public byte[] get(byte[] key) {
    return available(() -> rows.get(key));
  }

  @Override
  public void scan(byte[] from, byte[] to, Direction direction, Visitor visitor) {
    available(
        () -> {
          rows.scan(from, to, direction, visitor);
          return null;
        });
  }

  private static <T> T available(Supplier<T> read) {
    try {
      return read.get();
    } catch (InvalidStateStoreException e) {
      throw new NotAvailableException("the store is being restored or moved", e);
    }
  }
}
