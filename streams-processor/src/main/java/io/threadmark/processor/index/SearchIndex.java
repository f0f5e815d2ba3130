package io.threadmark.processor.index;

import io.micrometer.core.instrument.MeterRegistry;
import io.threadmark.processor.stage.StoreWrites;
import io.threadmark.processor.store.Holding;
import io.threadmark.processor.store.Rows;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.store.AlreadyClosedException;

/**
 * The search index of this instance, for whoever asks: of each partition of threads that it hosts,
 * active or standby, one.
 */
public final class SearchIndex implements ThreadIndex, AutoCloseable {
  private static final Duration LOOK_AT_WRITES = Duration.ofMillis(2);

  private final Changelog changelog;
  private final StoreWrites writes;
  private final IndexFollower follower;

  /** Which partitions are here. */
  public interface Hosting {
    /** Those hosted at the moment; null while that is not known. */
    Set<Integer> partitions();
  }

  private SearchIndex(Changelog changelog, StoreWrites writes, IndexFollower follower) {
    this.changelog = changelog;
    this.writes = writes;
    this.follower = follower;
  }

  /**
   * Begins to follow; returns at once.
   *
   * @param writes how far what the store shows has come to the changelog
   */
  public static SearchIndex follow(
      IndexOptions options,
      Hosting hosting,
      StoreWrites writes,
      Clock clock,
      MeterRegistry metrics) {
    Changelog changelog = Changelog.of(options.topic(), options.kafka());
    IndexFollower follower = new IndexFollower(options, changelog, hosting, clock, metrics);
    follower.start();
    return new SearchIndex(changelog, writes, follower);
  }

  @Override
  public Found find(int partition, Question question, Holding holding, Runnable check) {
    return asking(partition, index -> index.find(partition, question, holding, check));
  }

  @Override
  public List<RowSnippet> snippets(
      int partition, Selection selection, String id, Rows rows, int most) {
    return asking(partition, index -> index.snippets(selection, id, rows, most));
  }

  @Override
  public String threadOf(int partition, String project, String traceId) {
    return asking(partition, index -> index.threadOf(project, traceId));
  }

  @Override
  public Map<String, ProjectCounts> projects(int partition, Runnable check) {
    return asking(partition, index -> index.projects(check));
  }

  @Override
  public PartitionCut cut(int partition, Selection selection, Holding holding, Runnable check) {
    return asking(partition, index -> index.cut(selection, holding, check));
  }

  /** Asks something of the index of a partition. */
  private interface Asking<T> {
    T of(PartitionIndex index) throws IOException;
  }

  private <T> T asking(int partition, Asking<T> asking) {
    FollowedPartition here = follower.hosted(partition);
    try {
      return asking.of(here.opened());
    } catch (CorruptIndexException | IndexFormatTooOldException e) {
      here.damaged(e);
      throw new IndexNotReadyException("the search index is damaged and is built anew", e);
    } catch (AlreadyClosedException e) {
      throw new IndexNotReadyException("the search index is being closed or built anew", e);
    } catch (IOException e) {
      throw new IndexNotReadyException("the search index cannot be read", e);
    }
  }

  /**
   * What a list may not tell yet, a sentence each; empty where every partition that is here can be
   * asked.
   */
  public List<String> notReady() {
    return follower.notReady();
  }

  @Override
  public Map<Integer, Long> ends(Set<Integer> partitions, Runnable check) {
    Map<Integer, Long> begun = new HashMap<>();
    partitions.forEach(partition -> begun.put(partition, writes.of(partition).begun()));
    begun.forEach((partition, mark) -> awaitWritten(writes.of(partition), mark, check));
    return changelog.ends(partitions);
  }

  /** It takes as long as Kafka Streams keeps records back, some tenths of a second. */
  private static void awaitWritten(StoreWrites.OfPartition of, long mark, Runnable check) {
    long records = of.sentSince(mark);
    while (records < 0 || !of.isAnswered(records)) {
      check.run();
      LockSupport.parkNanos(LOOK_AT_WRITES.toNanos());
      records = records < 0 ? of.sentSince(mark) : records;
    }
  }

  @Override
  public boolean sees(int partition, long offset) {
    return follower.hosted(partition).sees(offset);
  }

  @Override
  public void close() {
    try {
      follower.close();
      changelog.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
