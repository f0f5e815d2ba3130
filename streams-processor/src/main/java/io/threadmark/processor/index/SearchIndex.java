package io.threadmark.processor.index;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.threadmark.processor.stage.StoreWrites;
import io.threadmark.processor.store.Holding;
import io.threadmark.processor.store.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.util.IOUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The search index of this instance: of each partition of threads that it hosts, active or standby,
 * one. A thread of its own reads the changelog of the store, of which only what is committed, and
 * keeps its own place; see {@code docs/RATIONALE.md} for why the index is no store of Kafka
 * Streams.
 */
public final class SearchIndex implements ThreadIndex, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SearchIndex.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration CLOSE = Duration.ofSeconds(10);
  private static final long LOOK_AT_HOSTING_MS = 500;
  private static final Duration LOOK_AT_WRITES = Duration.ofMillis(2);
  private static final long MEASURE_MS = 10_000;

  /** What is not hosted any more is kept for so long: it may come back. */
  private static final long KEEP_MS = Duration.ofMinutes(10).toMillis();

  private final IndexOptions options;
  private final Hosting hosting;
  private final StoreWrites writes;
  private final Changelog changelog;
  private final Clock clock;
  private final ConcurrentMap<Integer, FollowedPartition> followed = new ConcurrentHashMap<>();
  private final Map<Integer, Long> leftAtMs = new HashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final IndexCpu cpu = new IndexCpu();
  private final Thread thread = new Thread(this::run, "threadmark-index");
  private final MultiGauge lags;
  private final Counter rebuilds;

  private volatile Consumer<byte[], byte[]> consumer;
  private volatile String problem = "the search index waits for the topology";
  private volatile boolean wanted;
  private volatile boolean full;
  private volatile long bytes;
  private long lookedAtHostingMs;
  private long measuredAtMs;

  /** Which partitions are here. */
  public interface Hosting {
    /** Those hosted at the moment; null while that is not known. */
    Set<Integer> partitions();
  }

  SearchIndex(
      IndexOptions options,
      Changelog changelog,
      Hosting hosting,
      StoreWrites writes,
      Clock clock,
      MeterRegistry metrics) {
    this.options = options;
    this.changelog = changelog;
    this.hosting = hosting;
    this.writes = writes;
    this.clock = clock;
    lags =
        MultiGauge.builder("threadmark.index.lag")
            .description("Records of the changelog that the search index has not read yet")
            .register(metrics);
    rebuilds =
        Counter.builder("threadmark.index.rebuilds")
            .description(
                "Times that the search index of a partition was built anew from the changelog")
            .register(metrics);
    Gauge.builder("threadmark.index.bytes", () -> bytes)
        .description("Bytes of the search index on disk")
        .register(metrics);
    Gauge.builder("threadmark.index.progress", this::progress)
        .description("How much of the search index is there, 0 to 1")
        .register(metrics);
    FunctionCounter.builder("threadmark.index.cpu", thread, IndexCpu::seconds)
        .description("Time of the processors that keeping the search index took")
        .baseUnit("seconds")
        .tag("work", "follow")
        .register(metrics);
    FunctionCounter.builder("threadmark.index.cpu", cpu, IndexCpu::mergeSeconds)
        .description("Time of the processors that keeping the search index took")
        .baseUnit("seconds")
        .tag("work", "merge")
        .register(metrics);
    thread.setDaemon(true);
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
    SearchIndex index = new SearchIndex(options, changelog, hosting, writes, clock, metrics);
    index.thread.start();
    return index;
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

  /** Asks something of the index of a partition. */
  private interface Asking<T> {
    T of(PartitionIndex index) throws IOException;
  }

  private <T> T asking(int partition, Asking<T> asking) {
    FollowedPartition here = hosted(partition);
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

  private FollowedPartition hosted(int partition) {
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
  public List<String> notReady() {
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
    FollowedPartition here = hosted(partition);
    here.opened();
    if (here.seen() >= offset) {
      return true;
    }
    wanted = true;
    return false;
  }

  @Override
  public void close() {
    closed.countDown();
    Consumer<byte[], byte[]> running = consumer;
    if (running != null) {
      running.wakeup();
    }
    try {
      thread.join(CLOSE.toMillis());
      changelog.close();
      if (thread.isAlive()) {
        LOG.warn("the search index does not close in time; some of it is read again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
    full = options.diskBytes() > 0 && bytes > options.diskBytes();
    if (full) {
      pause();
    } else {
      read(topic);
    }
    boolean atOnce = wanted;
    wanted = false;
    for (FollowedPartition here : followed.values()) {
      tend(topic, here, atOnce);
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
        leftAtMs.put(partition, now);
      }
    }
    List<TopicPartition> added = new ArrayList<>();
    for (Integer partition : here) {
      if (!followed.containsKey(partition)) {
        added.add(new TopicPartition(options.topic(), partition));
        leftAtMs.remove(partition);
      }
    }
    if (changes) {
      open(topic, added, now);
    }
    problem = null;
    forget(here, now);
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
              folder(partition.partition()),
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
      rebuilds.increment();
    }
  }

  private Path folder(int partition) {
    return options.folder().resolve(Integer.toString(partition));
  }

  /** Removes what is not hosted, once it was not for long. */
  private void forget(Set<Integer> here, long now) throws IOException {
    if (!Files.exists(options.folder())) {
      return;
    }
    try (Stream<Path> folders = Files.list(options.folder())) {
      for (Path folder : folders.toList()) {
        String name = folder.getFileName().toString();
        if (name.matches("\\d{1,9}") && !here.contains(Integer.valueOf(name))) {
          long left = leftAtMs.computeIfAbsent(Integer.valueOf(name), unknown -> now);
          if (now - left > KEEP_MS) {
            IOUtils.rm(folder);
            LOG.info("removed the search index of partition {}, which is elsewhere now", name);
          }
        }
      }
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

  private void tend(Consumer<byte[], byte[]> topic, FollowedPartition here, boolean atOnce) {
    if (here.isDamaged()) {
      return;
    }
    long now = clock.millis();
    try {
      OptionalLong lag = topic.currentLag(here.partition());
      here.reached(topic.position(here.partition()), lag.orElse(1) == 0, now);
      here.refresh(now, atOnce ? 0 : options.refresh().toMillis());
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
    bytes = followed.values().stream().mapToLong(FollowedPartition::bytes).sum();
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    for (FollowedPartition here : followed.values()) {
      OptionalLong lag = topic.currentLag(here.partition());
      if (lag.isPresent()) {
        String partition = Integer.toString(here.partition().partition());
        rows.add(MultiGauge.Row.of(Tags.of("partition", partition), lag.getAsLong()));
      }
    }
    lags.register(rows, true);
  }
}
