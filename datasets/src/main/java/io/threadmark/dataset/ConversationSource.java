package io.threadmark.dataset;

import io.threadmark.schema.LabeledThread;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;

/**
 * The labeled threads that a dataset is made of, one after another. The order is part of what the
 * same dataset depends on, so it follows from the threads (such as their ids) and not from luck. A
 * thread is in memory whole, one at a time; a source that reads a thread in pages hands it out with
 * all its items and {@code truncated} false.
 */
public interface ConversationSource extends Closeable {

  /** The next thread; null at the end. */
  LabeledThread next() throws IOException;

  /** A source over threads that are at hand. */
  static ConversationSource of(Iterator<LabeledThread> threads) {
    return new ConversationSource() {
      @Override
      public LabeledThread next() {
        return threads.hasNext() ? threads.next() : null;
      }

      @Override
      public void close() {}
    };
  }
}
