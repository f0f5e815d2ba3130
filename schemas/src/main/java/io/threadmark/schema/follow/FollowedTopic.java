package io.threadmark.schema.follow;

import io.threadmark.schema.Key;
import io.threadmark.schema.registry.RegistryFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A compacted topic as it is at the moment: read whole at first, then followed for ever, in a
 * thread of its own. Neither Kafka nor the registry need be there; what cannot be read for want of
 * the registry is waited for, and what cannot be read at all is passed over, logged and counted.
 */
public final class FollowedTopic<V> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FollowedTopic.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration CLOSE = Duration.ofSeconds(1);

  /** Somebody who waits until something holds of what was read. */
  private record Waiter(BooleanSupplier holds, CompletableFuture<Void> done) {
    void look() {
      if (holds.getAsBoolean()) {
        done.complete(null);
      }
    }
  }

  private final String topic;
  private final String what;
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final RecordForm<V> form;
  private final java.util.function.Consumer<Map<Key, V>> listener;
  private final List<Waiter> waiting = new CopyOnWriteArrayList<>();
  private final AtomicLong unreadable = new AtomicLong();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  private volatile Consumer<byte[], byte[]> consumer;
  private volatile Map<Key, V> values = Map.of();

  /** Up to where each partition is in {@link #values}; of those that had a leader. */
  private volatile Map<Integer, Long> positions = Map.of();

  /** Partitions that have had no leader to read them from. */
  private volatile Set<Integer> unread = Set.of();

  private volatile int partitionCount;

  /** Why the topic was not read whole yet; null from when it was. */
  private volatile String problem;

  private FollowedTopic(
      String topic,
      String what,
      Supplier<Consumer<byte[], byte[]>> consumers,
      RecordForm<V> form,
      java.util.function.Consumer<Map<Key, V>> listener) {
    this.topic = topic;
    this.what = what;
    this.consumers = consumers;
    this.form = form;
    this.listener = listener;
    problem = "the " + what + " are not read yet";
    thread = new Thread(this::run, "threadmark-follow-" + topic);
    thread.setDaemon(true);
  }

  /**
   * Begins to read; returns at once.
   *
   * @param what is in it, in the plural, for sentences
   * @param form is closed together with this
   * @param listener hears of all values once the topic was read, and after each change; it must be
   *     quick, and reads the map only
   */
  public static <V> FollowedTopic<V> follow(
      String topic,
      String what,
      Supplier<Consumer<byte[], byte[]>> consumers,
      RecordForm<V> form,
      java.util.function.Consumer<Map<Key, V>> listener) {
    FollowedTopic<V> followed = new FollowedTopic<>(topic, what, consumers, form, listener);
    followed.thread.start();
    return followed;
  }

  /** The value of a key; null where there is none. */
  public V get(Key key) {
    return values.get(key);
  }

  /** All values: a view that changes as the topic does. */
  public Map<Key, V> all() {
    return java.util.Collections.unmodifiableMap(values);
  }

  /** Whether it is known what a key has. */
  public boolean isKnown(Key key) {
    return problem == null
        && (unread.isEmpty() || !unread.contains(partitionOf(key.bytes(), partitionCount)));
  }

  /** Whether all is known. */
  public boolean isWhole() {
    return problem == null && unread.isEmpty();
  }

  /**
   * Why nothing is known yet, a sentence each. Empty once the topic was read, as far as it went at
   * the start; from then on all is known, be it a moment old, but for what is in a partition that
   * has had no leader since: see {@link #isKnown}.
   */
  public List<String> problems() {
    String reason = problem;
    return reason == null ? List.of() : List.of(reason);
  }

  /** Records that were passed over, as nobody can read them. */
  public long unreadable() {
    return unreadable.get();
  }

  /**
   * Waits until a key has this very value. Whoever does not want to wait for ever completes the
   * future, as {@link CompletableFuture#orTimeout} does.
   */
  public CompletableFuture<Void> seen(Key key, V value) {
    return await(() -> value.equals(values.get(key)));
  }

  /** Waits until all before an offset of a partition was read; see {@link #seen}. */
  public CompletableFuture<Void> reached(int partition, long offset) {
    return await(() -> positions.getOrDefault(partition, -1L) >= offset);
  }

  private CompletableFuture<Void> await(BooleanSupplier holds) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Waiter waiter = new Waiter(holds, done);
    waiting.add(waiter);
    done.whenComplete((nothing, failure) -> waiting.remove(waiter));
    waiter.look();
    return done;
  }

  /** Ends within seconds, whatever Kafka and the registry do. */
  @Override
  public void close() {
    closed.countDown();
    Consumer<byte[], byte[]> running = consumer;
    if (running != null) {
      running.wakeup();
    }
    try {
      thread.join(CLOSE.toMillis());
      if (thread.isAlive()) { // asking the registry
        thread.interrupt();
        thread.join(CLOSE.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!isClosed()) {
        try (Consumer<byte[], byte[]> opened = consumers.get()) {
          consumer = opened;
          follow(opened);
        } catch (WakeupException | InterruptException e) {
          LOG.debug("closing", e);
        } catch (RuntimeException e) {
          waitBecause("Kafka does not tell the " + what + ": " + e.getMessage());
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("closed while waiting", e);
    } finally {
      form.close();
    }
  }

  /** Reads from the beginning on. What was known before holds until all was read anew. */
  private void follow(Consumer<byte[], byte[]> from) throws InterruptedException {
    List<TopicPartition> partitions =
        from.partitionsFor(topic, ANSWER).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    if (partitions.isEmpty()) {
      waitBecause("topic " + topic + " is missing: run 'bin/threadmark topics create'");
      return;
    }
    from.assign(partitions);
    from.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = new HashMap<>();
    Map<Key, V> read = new ConcurrentHashMap<>();
    while (!isClosed()) {
      if (ends.size() < partitions.size()) {
        ends.putAll(newEnds(from, ends.keySet()));
      }
      for (ConsumerRecord<byte[], byte[]> record : from.poll(POLL)) {
        take(record, partitions.size(), read);
      }
      if (values != read) {
        publishIfRead(from, ends, read, partitions.size());
      } else {
        if (!unread.isEmpty()) {
          unread = unread(from, ends, partitions.size());
        }
        tellPositions(from, ends);
      }
    }
  }

  /**
   * What was known before holds until all was read anew; where nothing was, what can be read is
   * better than nothing.
   */
  private void publishIfRead(
      Consumer<byte[], byte[]> from,
      Map<TopicPartition, Long> ends,
      Map<Key, V> read,
      int partitions) {
    boolean enough = problem == null ? ends.size() == partitions : !ends.isEmpty();
    if (enough && isPast(from, ends)) {
      partitionCount = partitions;
      unread = unread(from, ends, partitions);
      values = read;
      listener.accept(read);
      problem = null;
      tellPositions(from, ends);
    }
  }

  private void tellPositions(Consumer<byte[], byte[]> from, Map<TopicPartition, Long> led) {
    positions =
        led.keySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    TopicPartition::partition, partition -> from.position(partition, ANSWER)));
    waiting.forEach(Waiter::look);
  }

  /** The ends of partitions that have a leader, and whose end is not known yet. */
  private Map<TopicPartition, Long> newEnds(
      Consumer<byte[], byte[]> from, Set<TopicPartition> known) {
    List<TopicPartition> led =
        from.partitionsFor(topic, ANSWER).stream()
            .filter(info -> info.leader() != null && !info.leader().isEmpty())
            .map(info -> new TopicPartition(topic, info.partition()))
            .filter(partition -> !known.contains(partition))
            .toList();
    return led.isEmpty() ? Map.of() : from.endOffsets(led, ANSWER);
  }

  private Set<Integer> unread(
      Consumer<byte[], byte[]> from, Map<TopicPartition, Long> ends, int partitions) {
    return IntStream.range(0, partitions)
        .filter(
            partition -> {
              TopicPartition named = new TopicPartition(topic, partition);
              Long end = ends.get(named);
              return end == null || from.position(named, ANSWER) < end;
            })
        .boxed()
        .collect(Collectors.toUnmodifiableSet());
  }

  private static boolean isPast(Consumer<byte[], byte[]> from, Map<TopicPartition, Long> offsets) {
    return offsets.entrySet().stream()
        .allMatch(each -> from.position(each.getKey(), ANSWER) >= each.getValue());
  }

  private void take(ConsumerRecord<byte[], byte[]> record, int partitions, Map<Key, V> in)
      throws InterruptedException {
    while (!isClosed()) {
      try {
        Key key = key(record, partitions);
        apply(key, record.value() == null ? null : form.read(key, record.value()), in);
        return;
      } catch (RuntimeException e) {
        RegistryFailure about = RegistryFailure.of(e);
        if (about == RegistryFailure.AWAY || about == RegistryFailure.REFUSES) {
          waitBecause("the " + what + " cannot be read: " + e.getMessage());
        } else {
          unreadable.incrementAndGet();
          LOG.error(
              "passing over a record of {} that cannot be read, partition {}, offset {}",
              topic,
              record.partition(),
              record.offset(),
              e);
          return;
        }
      }
    }
  }

  private void apply(Key key, V value, Map<Key, V> in) {
    if (value == null) {
      in.remove(key);
    } else {
      in.put(key, value);
    }
    if (values == in) {
      listener.accept(in);
      waiting.forEach(Waiter::look);
    }
  }

  /** The key of a record. A record elsewhere than its key belongs has no order. */
  private static Key key(ConsumerRecord<byte[], byte[]> record, int partitions) {
    if (record.key() == null) {
      throw new IllegalArgumentException("the record has no key");
    }
    Key key = Key.parse(record.key());
    if (partitionOf(record.key(), partitions) != record.partition()) {
      throw new IllegalArgumentException("the key belongs to another partition");
    }
    return key;
  }

  private static int partitionOf(byte[] key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key)) % partitions;
  }

  private void waitBecause(String reason) throws InterruptedException {
    if (problem == null) {
      LOG.warn("following {} that are known: {}", what, reason);
    } else if (!reason.equals(problem)) {
      LOG.warn("waiting: {}", reason);
      problem = reason;
    }
    closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }
}
