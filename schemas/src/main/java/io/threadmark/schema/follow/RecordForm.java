package io.threadmark.schema.follow;

import io.threadmark.schema.Key;

/** How the records of a followed topic are read. */
public interface RecordForm<V> extends AutoCloseable {
  /**
   * The value of a record.
   *
   * @throws RuntimeException where it cannot be read; one about the registry, as {@link
   *     io.threadmark.schema.registry.RegistryFailure} tells it, is waited for, and after any other
   *     the record is passed over
   */
  V read(Key key, byte[] value);

  @Override
  default void close() {}
}
