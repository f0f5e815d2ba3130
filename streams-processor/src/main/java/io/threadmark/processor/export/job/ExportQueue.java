package io.threadmark.processor.export.job;

import io.threadmark.schema.Key;
import io.threadmark.schema.state.ExportJob;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The jobs that this instance works at, some at a time, the others in line behind them. */
final class ExportQueue implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExportQueue.class);
  private static final Duration CLOSE = Duration.ofSeconds(10);

  private final ExportRun.Tools tools;
  private final Runnable ended;
  private final Map<Key, ExportRun> runs = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor threads;

  /**
   * @param running at a time
   * @param ended is told when one has ended
   */
  ExportQueue(ExportRun.Tools tools, int running, Runnable ended) {
    this.tools = tools;
    this.ended = ended;
    AtomicInteger count = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            running,
            running,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "threadmark-export-" + count.getAndIncrement());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /** Takes a job in, at the end of the line; one that is there already stays where it is. */
  void take(Key key, ExportJob job) {
    ExportRun run = new ExportRun(tools, key, job);
    if (runs.putIfAbsent(key, run) == null) {
      threads.execute(() -> work(key, run));
    }
  }

  private void work(Key key, ExportRun run) {
    try {
      run.run();
    } catch (RuntimeException e) {
      LOG.error("export {} ended in a way that nobody foresaw", key, e);
    } finally {
      runs.remove(key);
      ended.run();
    }
  }

  boolean has(Key key) {
    return runs.containsKey(key);
  }

  /** Ids of those that are worked at or in line. */
  List<String> ids() {
    return runs.keySet().stream().map(Key::id).toList();
  }

  /** How many are worked at. */
  int running() {
    return threads.getActiveCount();
  }

  /** How many are in line. */
  int waiting() {
    return threads.getQueue().size();
  }

  Collection<ExportRun> runs() {
    return runs.values();
  }

  /** Stops all; their jobs stay as they are, and are begun anew by whoever has them then. */
  @Override
  public void close() {
    runs.values().forEach(ExportRun::stop);
    threads.shutdown();
    try {
      if (!threads.awaitTermination(CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
