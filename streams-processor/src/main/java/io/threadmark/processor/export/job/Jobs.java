package io.threadmark.processor.export.job;

import io.threadmark.processor.cluster.NotAvailableException;
import io.threadmark.schema.Key;
import io.threadmark.schema.state.ExportJob;
import java.util.Map;

/** The jobs of all instances of the application, as all of them know them. */
interface Jobs extends AutoCloseable {

  /** A job as this instance has read of it; null where there is none. */
  ExportJob get(Key key);

  /** All jobs likewise. */
  Map<Key, ExportJob> all();

  /** Whether it is known of all jobs what became of them. */
  boolean isWhole();

  /**
   * Reads on up to what is written of a job at the moment, by whichever instance.
   *
   * @throws NotAvailableException where that cannot be known
   */
  void catchUp(Key key);

  /** The same for all jobs. */
  void catchUp();

  /**
   * Writes, and waits until this instance has read it.
   *
   * @param job null for a job that is to be forgotten
   * @throws NotAvailableException where it is not known whether it is written
   */
  void put(Key key, ExportJob job);

  @Override
  void close();
}
