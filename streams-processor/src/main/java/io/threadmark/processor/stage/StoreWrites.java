package io.threadmark.processor.stage;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How far the changes of a store have come to its changelog. Who reads a store sees changes before
 * Kafka has them; who then wants to wait for another that follows the changelog must know when they
 * are there, and no interface of Kafka Streams tells.
 */
public final class StoreWrites {
  private final Map<Integer, OfPartition> partitions = new ConcurrentHashMap<>();

  /** Those of one partition. */
  public static final class OfPartition {
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();

    /** Changes are being made from now on. */
    void begin() {
      begun.incrementAndGet();
    }

    /** They are made, and sent. */
    void done() {
      done.incrementAndGet();
    }

    /** A record is being sent. */
    public void sent() {
      sent.incrementAndGet();
    }

    /** Kafka has a record that was sent, or never will. */
    public void answered() {
      answered.incrementAndGet();
    }

    /** What was begun so far. */
    public long begun() {
      return begun.get();
    }

    /**
     * How many records must have been answered, once all that was begun before a mark is made; -1
     * before.
     */
    public long sentSince(long mark) {
      return done.get() >= mark ? sent.get() : -1;
    }

    /** Whether so many records have been answered. */
    public boolean isAnswered(long records) {
      return answered.get() >= records;
    }
  }

  /** Those of a partition. */
  public OfPartition of(int partition) {
    return partitions.computeIfAbsent(partition, first -> new OfPartition());
  }
}
