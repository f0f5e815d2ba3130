package io.threadmark.processor.export.job;

import io.threadmark.processor.cluster.NotAvailableException;
import io.threadmark.processor.export.Cut;
import io.threadmark.processor.export.Cuts;
import io.threadmark.processor.index.Selection;
import io.threadmark.schema.LabeledThread;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Cuts of threads that a test has, which may fail, and may wait in their middle. */
final class ListedThreads implements Cuts {
  private final Supplier<List<LabeledThread>> threads;
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();

  /** Cuts that fail before the first that does not. */
  private final AtomicInteger failures = new AtomicInteger();

  private volatile RuntimeException failure = new NotAvailableException("a partition is away");
  private volatile CountDownLatch gate = new CountDownLatch(0);

  ListedThreads(Supplier<List<LabeledThread>> threads) {
    this.threads = threads;
  }

  void fail(int times, RuntimeException with) {
    failure = with;
    failures.set(times);
  }

  /** Cuts wait before their last thread until it is opened. */
  CountDownLatch gate() {
    gate = new CountDownLatch(1);
    return gate;
  }

  int taken() {
    return taken.get();
  }

  /** Those that are not closed. */
  int open() {
    return open.get();
  }

  @Override
  public Cut take(Selection selection) {
    taken.incrementAndGet();
    if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw failure;
    }
    List<LabeledThread> all = threads.get();
    Iterator<LabeledThread> left = all.iterator();
    CountDownLatch waits = gate;
    open.incrementAndGet();
    return new Cut() {
      @Override
      public SortedMap<Integer, Long> positions() {
        return new TreeMap<>(java.util.Map.of(0, 7L, 1, (long) all.size()));
      }

      @Override
      public long threads() {
        return all.size();
      }

      @Override
      public LabeledThread next() {
        LabeledThread thread = left.hasNext() ? left.next() : null;
        if (thread != null && !left.hasNext()) {
          await(waits);
        }
        return thread;
      }

      @Override
      public void close() {
        open.decrementAndGet();
      }
    };
  }

  private static void await(CountDownLatch gate) {
    try {
      if (!gate.await(1, TimeUnit.MINUTES)) {
        throw new IllegalStateException("nobody opened the gate");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotAvailableException("stopping", e);
    }
  }
}
