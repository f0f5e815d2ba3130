package io.threadmark.processor.index;

import java.io.IOException;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.MergePolicy;

/** Merges in a thread of its own, one at a time, and tells what that takes. */
final class MeasuredMerges extends ConcurrentMergeScheduler {
  private static final int MOST_WAITING = 3;

  private final IndexCpu cpu;

  MeasuredMerges(IndexCpu cpu) {
    this.cpu = cpu;
    setMaxMergesAndThreads(MOST_WAITING, 1);
  }

  @Override
  protected void doMerge(MergeSource source, MergePolicy.OneMerge merge) throws IOException {
    cpu.merging(() -> super.doMerge(source, merge));
  }
}
