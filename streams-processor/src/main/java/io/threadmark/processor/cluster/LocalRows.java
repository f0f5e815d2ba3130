package io.threadmark.processor.cluster;

import io.threadmark.processor.store.Rows;
import java.util.function.Supplier;
import org.apache.kafka.streams.errors.InvalidStateStoreException;

/**
 * Rows that this instance owns, as long as it owns them: a store may move at any moment. Reading
 * ends with the time of the request, however many rows there are.
 */
final class LocalRows implements Rows {
  private final Rows rows;
  private final RequestDeadline deadline;

  LocalRows(Rows rows, RequestDeadline deadline) {
    this.rows = rows;
    this.deadline = deadline;
  }

  @Override
  public byte[] get(byte[] key) {
    deadline.check();
    return available(() -> rows.get(key));
  }

  @Override
  public void scan(byte[] from, byte[] to, Direction direction, Visitor visitor) {
    deadline.check();
    available(
        () -> {
          rows.scan(
              from,
              to,
              direction,
              (key, value) -> {
                deadline.check();
                return visitor.visit(key, value);
              });
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
