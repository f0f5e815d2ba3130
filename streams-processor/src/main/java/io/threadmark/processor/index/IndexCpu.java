package io.threadmark.processor.index;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.atomic.LongAdder;

/** What keeping an index takes of the processors, by the threads that do it. */
final class IndexCpu {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final double NANOS = 1e9;

  private final LongAdder mergeNanos = new LongAdder();

  /** Something that a thread does for an index. */
  interface Work<E extends Exception> {
    void run() throws E;
  }

  /** Merges on this thread. */
  <E extends Exception> void merging(Work<E> merge) throws E {
    long before = THREADS.getCurrentThreadCpuTime();
    try {
      merge.run();
    } finally {
      mergeNanos.add(THREADS.getCurrentThreadCpuTime() - before);
    }
  }

  /** Of all merges that have ended. */
  double mergeSeconds() {
    return mergeNanos.sum() / NANOS;
  }

  /** Of a thread since it began; 0 once it has ended. */
  static double seconds(Thread thread) {
    return Math.max(0, THREADS.getThreadCpuTime(thread.getId())) / NANOS;
  }
}
