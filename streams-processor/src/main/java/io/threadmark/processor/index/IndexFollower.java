package io.threadmark.processor.index;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.lucene.store.AlreadyClosedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the indexes of the partitions that are here. A thread of its own reads the changelog of the
 * store, of which only what is committed, and keeps its own place; see {@code docs/RATIONALE.md}
 * for why the index is no store of Kafka Streams.
 */
final class IndexFollower {
  private static final Logger LOG = LoggerFactory.getLogger(IndexFollower.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration CLOSE = Duration.ofSeconds(10);
  private static final long LOOK_AT_HOSTING_MS = 500;
  private static final long MEASURE_MS = 10_000;

  private final IndexOptions options;
  private final SearchIndex.Hosting hosting;
  private final Changelog changelog;
  private final Clock clock;
  private final ConcurrentMap<Integer, FollowedPartition> followed = new ConcurrentHashMap<>();
  private final IndexFolders folders;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final IndexCpu cpu = new IndexCpu();
  private final Thread thread = new Thread(this::run, "threadmark-index");
  private final IndexMetrics metrics;

  private volatile Consumer<byte[], byte[]> consumer;
  private volatile String problem = "the search index waits for the topology";
  private volatile boolean full;
  private long lookedAtHostingMs;
  private long measuredAtMs;

  IndexFollower(
      IndexOptions options,
      Changelog changelog,
      SearchIndex.Hosting hosting,
      Clock clock,
      MeterRegistry metrics) {
    this.options = options;
    this.changelog = changelog;
    this.hosting = hosting;
    this.clock = clock;
    folders = new IndexFolders(options.folder());
    this.metrics = new IndexMetrics(metrics, thread, cpu, this::progress);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /**
   * The index of a partition.
   *
   * @throws IndexNotReadyException where it is not here, or nothing is followed any more
   */
  FollowedPartition hosted(int partition) {
    FollowedPartition here = followed.get(partition);
    String reason = problem;
    if (full) {
      throw new IndexNotReadyException(whyFull());
    }
    if (here == null) {
      throw new IndexNotReadyException(
          reason != null
              ? reason
              : "the search index of partition " + partition + " is being opened");
    }
    return here;
  }

  private String whyFull() {
    return "the search index takes more than the " + options.diskBytes() + " bytes it may";
  }

  /**
   * What a list may not tell yet, a sentence each; empty where every partition that is here can be
   * asked.
   */
  List<String> notReady() {
    List<String> reasons = new ArrayList<>();
    String now = problem;
    if (now != null) {
      reasons.add(now);
    }
    if (full) {
      reasons.add(whyFull());
    }
    new TreeMap<>(followed)
        .forEach(
            (partition, here) -> {
              if (!here.isReady()) {
                reasons.add(here.whyNotReady());
              }
            });
    return reasons;
  }

  private double progress() {
    return followed.values().stream().mapToDouble(FollowedPartition::progress).average().orElse(1);
  }

  /** Closes them, so that they are gone on with from here. */
  void close() throws InterruptedException {
    closed.countDown();
    Consumer<byte[], byte[]> running = consumer;
    if (running != null) {
      running.wakeup();
    }
    thread.join(CLOSE.toMillis());
    if (thread.isAlive()) {
      LOG.warn("the search index does not close in time; some of it is read again");
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  private void run() {
    while (!isClosed()) {
      try (Consumer<byte[], byte[]> opened = changelog.consumer()) {
        consumer = opened;
        while (!isClosed()) {
          step(opened);
        }
      } catch (WakeupException | InterruptException e) {
        LOG.debug("closing", e);
      } catch (KafkaException | IOException e) {
        problem = "the search index cannot follow: " + e.getMessage();
        LOG.warn("the search index cannot follow", e);
      } catch (RuntimeException e) {
        problem = "the search index cannot follow: " + e;
        LOG.error("the search index cannot follow", e);
      } finally {
        long now = clock.millis();
        followed.values().forEach(here -> here.close(now));
        followed.clear();
      }
      pause();
    }
  }

  private void pause() {
    try {
      if (closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed.countDown();
    }
  }

  private void step(Consumer<byte[], byte[]> topic) throws IOException {
    long now = clock.millis();
    if (now - lookedAtHostingMs >= LOOK_AT_HOSTING_MS || now < lookedAtHostingMs) {
      lookedAtHostingMs = now;
      tryHost(topic, now);
    }
    renewDamaged(topic, now);
    if (followed.isEmpty()) {
      pause();
      return;
    }
    full = options.diskBytes() > 0 && metrics.bytes() > options.diskBytes();
    if (full) {
      pause();
    } else {
      read(topic);
    }
    for (FollowedPartition here : followed.values()) {
      tend(topic, here);
    }
    measure(topic, now);
  }

  /** Where Kafka does not answer, all stays as it is until it does. */
  private void tryHost(Consumer<byte[], byte[]> topic, long now) throws IOException {
    try {
      host(topic, now);
    } catch (RetriableException e) {
      problem = "the search index cannot follow: " + e.getMessage();
      LOG.warn("the search index cannot follow", e);
    }
  }

  /** Takes over what came here and lets go of what left. */
  private void host(Consumer<byte[], byte[]> topic, long now) throws IOException {
    Set<Integer> here = hosting.partitions();
    if (here == null) {
      return; // the partitions are being shared out; what was here is likely to stay
    }
    boolean changes = !here.equals(followed.keySet());
    if (changes && !here.isEmpty() && !changelog.isKnown()) {
      String missing = changelog.learn();
      if (missing != null) {
        problem = missing;
        return;
      }
    }
    for (Integer partition : List.copyOf(followed.keySet())) {
      if (!here.contains(partition)) {
        FollowedPartition left = followed.remove(partition);
        left.close(now);
        folders.left(partition, now);
      }
    }
    List<TopicPartition> added = new ArrayList<>();
    for (Integer partition : here) {
      if (!followed.containsKey(partition)) {
        added.add(new TopicPartition(options.topic(), partition));
      }
    }
    if (changes) {
      open(topic, added, now);
    }
    problem = null;
    folders.forget(here, now);
  }

  private void open(Consumer<byte[], byte[]> topic, List<TopicPartition> added, long now)
      throws IOException {
    Map<TopicPartition, Long> firsts = topic.beginningOffsets(added);
    Map<TopicPartition, Long> ends = topic.endOffsets(added);
    List<TopicPartition> all = new ArrayList<>(added);
    followed.values().forEach(here -> all.add(here.partition()));
    topic.assign(all); // those that stay keep their place
    for (TopicPartition partition : added) {
      FollowedPartition here =
          new FollowedPartition(
              partition,
              folders.of(partition.partition()),
              options.memoryBytes() / Math.max(1, all.size()),
              changelog.identity(),
              cpu);
      open(topic, here, firsts.get(partition), ends.get(partition), now);
      followed.put(partition.partition(), here);
    }
  }

  /** What begins anew, whatever made it, is counted where the topic has anything to read again. */
  private void open(
      Consumer<byte[], byte[]> topic, FollowedPartition here, long first, long end, long now)
      throws IOException {
    long from = here.open(first, end, now);
    topic.seek(here.partition(), from);
    if (here.isBegunAnew() && from < end) {
      metrics.rebuilt();
    }
  }

  private void renewDamaged(Consumer<byte[], byte[]> topic, long now) throws IOException {
    for (FollowedPartition here : followed.values()) {
      if (here.isDamaged()) {
        here.remove();
        renew(topic, here, now);
      }
    }
  }

  private void renew(Consumer<byte[], byte[]> topic, FollowedPartition here, long now)
      throws IOException {
    List<TopicPartition> one = List.of(here.partition());
    open(
        topic,
        here,
        topic.beginningOffsets(one).get(here.partition()),
        topic.endOffsets(one).get(here.partition()),
        now);
  }

  private void read(Consumer<byte[], byte[]> topic) throws IOException {
    ConsumerRecords<byte[], byte[]> records;
    try {
      records = topic.poll(POLL);
    } catch (OffsetOutOfRangeException e) {
      for (TopicPartition partition : e.offsetOutOfRangePartitions().keySet()) {
        FollowedPartition here = followed.get(partition.partition());
        here.remove();
        renew(topic, here, clock.millis());
      }
      return;
    }
    for (ConsumerRecord<byte[], byte[]> record : records) {
      FollowedPartition here = followed.get(record.partition());
      try {
        here.take(record.key(), record.value(), record.offset());
      } catch (IOException | AlreadyClosedException e) {
        here.damaged(e);
      }
    }
  }

  private void tend(Consumer<byte[], byte[]> topic, FollowedPartition here) {
    if (here.isDamaged()) {
      return;
    }
    long now = clock.millis();
    try {
      OptionalLong lag = topic.currentLag(here.partition());
      here.reached(topic.position(here.partition()), lag.orElse(1) == 0, now);
      here.refresh(now, options.refresh().toMillis());
      here.commit(now, options.commit().toMillis());
    } catch (IOException | AlreadyClosedException e) {
      here.damaged(e);
    }
  }

  private void measure(Consumer<byte[], byte[]> topic, long now) {
    if (now - measuredAtMs < MEASURE_MS && now >= measuredAtMs) {
      return;
    }
    measuredAtMs = now;
    Map<Integer, Long> lags = new TreeMap<>();
    for (FollowedPartition here : followed.values()) {
      topic
          .currentLag(here.partition())
          .ifPresent(lag -> lags.put(here.partition().partition(), lag));
    }
    metrics.measured(followed.values().stream().mapToLong(FollowedPartition::bytes).sum(), lags);
  }
}
