package io.threadmark.processor.index;

import io.threadmark.schema.settings.TopicIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.TopicPartition;
import org.apache.lucene.util.IOUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index of a partition that this instance hosts, and how far it is. The thread that follows the
 * topic calls everything but {@link #opened}, {@link #whyNotReady}, {@link #progress}, {@link
 * #sees} and {@link #damaged}.
 */
final class FollowedPartition {
  private static final Logger LOG = LoggerFactory.getLogger(FollowedPartition.class);

  /** While nobody may ask yet, each look makes one more small file and helps nobody. */
  private static final long BUILDING_MS = 5_000;

  private final TopicPartition partition;
  private final Path folder;
  private final long memory;
  private final String topicId;
  private final long staleAfterMs;

  private final IndexCpu cpu;
  private volatile PartitionIndex index;
  private volatile boolean damaged;

  /** Up to where it must read before it is asked; where it began to read. */
  private volatile long target;

  private volatile long begin;

  /** Of the next record. */
  private volatile long position;

  /** What is asked now sees all before. */
  private volatile long seen;

  private volatile boolean ready;

  /** Somebody waits until what was read is seen. */
  private volatile boolean awaited;

  private boolean begunAnew;
  private long caughtUpAtMs;
  private long refreshedAtMs;
  private long committedAtMs;
  private IndexPosition committed;

  FollowedPartition(
      TopicPartition partition, Path folder, long memory, TopicIdentity topic, IndexCpu cpu) {
    this.partition = partition;
    this.folder = folder;
    this.memory = memory;
    topicId = topic.id().toString();
    staleAfterMs = topic.staleAfter().toMillis();
    this.cpu = cpu;
  }

  TopicPartition partition() {
    return partition;
  }

  /**
   * Opens what is there, where it can be gone on with, else begins anew.
   *
   * @param first the offset that the topic begins with
   * @param end the offset that it ends with
   * @return the offset to read from
   */
  long open(long first, long end, long nowMs) throws IOException {
    IndexPosition held = tryOpen();
    String why = whyAnew(held, first, end, nowMs);
    begunAnew = why != null;
    if (begunAnew) {
      if (held != null || Files.exists(folder)) {
        LOG.info("the index of {} is built anew: {}", partition, why);
      }
      empty();
      Files.createDirectories(folder);
      index = PartitionIndex.open(folder, memory, cpu);
      held = IndexPosition.beginning(topicId, first, nowMs);
    }
    committed = held;
    caughtUpAtMs = held.caughtUpAtMs();
    begin = held.offset();
    position = begin;
    seen = begin;
    target = end;
    refreshedAtMs = nowMs;
    committedAtMs = nowMs;
    ready = position >= target;
    return position;
  }

  /** Whether nothing of what was there before could be gone on with when it was opened. */
  boolean isBegunAnew() {
    return begunAnew;
  }

  /** Null where there is nothing that can be read. */
  private IndexPosition tryOpen() {
    if (!Files.exists(folder)) {
      return null;
    }
    try {
      index = PartitionIndex.open(folder, memory, cpu);
      return index.position();
    } catch (IOException | RuntimeException e) {
      LOG.warn("the index of {} cannot be read", partition, e);
      return null;
    }
  }

  private String whyAnew(IndexPosition held, long first, long end, long nowMs) {
    if (held == null) {
      return "there is none that this version can read";
    }
    if (!held.topic().equals(topicId)) {
      return "it is of another topic";
    }
    if (held.offset() < first || held.offset() > end) {
      return "the topic does not have what comes next";
    }
    if (nowMs - held.caughtUpAtMs() > staleAfterMs) {
      return "it may have missed what is gone";
    }
    return null;
  }

  private void empty() throws IOException {
    closeQuietly();
    if (Files.exists(folder)) {
      IOUtils.rm(folder);
    }
  }

  void take(byte[] key, byte[] value, long offset) throws IOException {
    index.take(key, value);
    position = offset + 1;
  }

  /**
   * All before an offset was taken.
   *
   * @param atEnd whether the topic has nothing more
   */
  void reached(long offset, boolean atEnd, long nowMs) {
    position = offset;
    if (atEnd) {
      caughtUpAtMs = nowMs;
    }
  }

  /** Lets it be asked about what was taken, where it was long enough ago or somebody waits. */
  void refresh(long nowMs, long everyMs) throws IOException {
    long taken = position;
    long every = ready || taken >= target ? everyMs : Math.max(everyMs, BUILDING_MS);
    if (!awaited && nowMs - refreshedAtMs < every && nowMs >= refreshedAtMs) {
      return;
    }
    awaited = false;
    index.refresh(taken);
    seen = taken;
    refreshedAtMs = nowMs;
    if (!ready && taken >= target) {
      ready = true;
      LOG.info("the index of {} is whole, at offset {}", partition, taken);
    }
  }

  /** Commits, where it was long enough ago and there is anything to commit. */
  void commit(long nowMs, long everyMs) throws IOException {
    if (nowMs - committedAtMs >= everyMs || nowMs < committedAtMs) {
      commit(nowMs);
    }
  }

  private void commit(long nowMs) throws IOException {
    IndexPosition now = new IndexPosition(topicId, position, caughtUpAtMs);
    if (!now.equals(committed)) {
      index.commit(now);
      committed = now;
    }
    committedAtMs = nowMs;
  }

  /** Closes it, so that it goes on from here where it is opened again. */
  void close(long nowMs) {
    try {
      if (index != null && !damaged) {
        commit(nowMs);
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("the index of {} could not be committed; some of it is read again", partition, e);
    }
    closeQuietly();
  }

  private void closeQuietly() {
    PartitionIndex open = index;
    index = null;
    ready = false;
    if (open != null) {
      try {
        open.close();
      } catch (IOException | RuntimeException e) {
        LOG.warn("the index of {} could not be closed in order", partition, e);
      }
    }
  }

  /** A file of it cannot be read. */
  void damaged(Throwable cause) {
    LOG.error("the index of {} is damaged and is built anew", partition, cause);
    damaged = true;
    ready = false;
  }

  boolean isDamaged() {
    return damaged;
  }

  /** Removes all of it; it is begun anew. */
  void remove() throws IOException {
    empty();
    damaged = false;
  }

  /**
   * The index, for whoever asks.
   *
   * @throws IndexNotReadyException while it does not hold all that the topic had at the start
   */
  PartitionIndex opened() {
    PartitionIndex open = index;
    if (open == null || !ready) {
      throw new IndexNotReadyException(whyNotReady());
    }
    return open;
  }

  /** Why it may not be asked yet, in words. */
  String whyNotReady() {
    return "the search index of partition %d is being built: %d %%"
        .formatted(partition.partition(), Math.min(99, Math.round(100 * progress())));
  }

  /** How much of what the topic had at the start is there, 0 to 1. */
  double progress() {
    if (ready) {
      return 1;
    }
    long all = target - begin;
    return all <= 0 ? 0 : Math.min(1, Math.max(0, (double) (position - begin) / all));
  }

  boolean isReady() {
    return ready;
  }

  /**
   * Whether whoever asks sees all records before an offset; where not, it soon does.
   *
   * @throws IndexNotReadyException as {@link #opened}
   */
  boolean sees(long offset) {
    opened();
    if (seen >= offset) {
      return true;
    }
    awaited = true;
    return false;
  }

  /** Bytes on disk. */
  long bytes() {
    PartitionIndex open = index;
    try {
      return open == null ? 0 : open.bytes();
    } catch (IOException | RuntimeException e) {
      return 0; // it is closed at this moment
    }
  }
}
