package io.threadmark.schema.project;

import io.threadmark.schema.Key;
import io.threadmark.schema.Project;
import io.threadmark.schema.Topics;
import io.threadmark.schema.registry.RegistryFailure;
import io.threadmark.schema.registry.ValueSerdes;
import io.threadmark.schema.settings.ReadingConsumer;
import io.threadmark.schema.settings.Settings;
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
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings of projects as their topic has them: read whole at first, then followed for ever, in
 * a thread of its own. Neither Kafka nor the registry need be there; what cannot be read for want
 * of the registry is waited for, and what cannot be read at all is passed over, logged and counted.
 */
public final class ProjectsTopic implements Projects, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProjectsTopic.class);
  private static final String TOPIC = Topics.PROJECTS.name();
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration CLOSE = Duration.ofSeconds(1);

  /** Somebody who waits until these settings were read. */
  private record Reader(Project wanted, CompletableFuture<Void> done) {}

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final Deserializer<SpecificRecord> values;
  private final List<Reader> waiting = new CopyOnWriteArrayList<>();
  private final AtomicLong unreadable = new AtomicLong();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "threadmark-projects");

  private volatile Consumer<byte[], byte[]> consumer;
  private volatile Map<String, Project> settings = Map.of();
  private volatile boolean mayForget;

  /** Partitions that have had no leader to read them from. */
  private volatile Set<Integer> unread = Set.of();

  private volatile int partitionCount;

  /** Why the topic was not read whole yet; null from when it was. */
  private volatile String problem = "the settings of projects are not read yet";

  private ProjectsTopic(
      Supplier<Consumer<byte[], byte[]>> consumers, Deserializer<SpecificRecord> values) {
    this.consumers = consumers;
    this.values = values;
    thread.setDaemon(true);
  }

  /**
   * Begins to read; returns at once.
   *
   * @throws IllegalArgumentException where the deserializer that the settings name cannot be used
   */
  public static ProjectsTopic follow(Settings settings) {
    Map<String, Object> config = ReadingConsumer.config(settings, "threadmark-projects");
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    return follow(
        () -> new KafkaConsumer<>(config, bytes, bytes), ValueSerdes.deserializer(settings));
  }

  static ProjectsTopic follow(
      Supplier<Consumer<byte[], byte[]>> consumers, Deserializer<SpecificRecord> values) {
    ProjectsTopic topic = new ProjectsTopic(consumers, values);
    topic.thread.start();
    return topic;
  }

  @Override
  public Project of(String project) {
    Project found = settings.get(project);
    return found != null ? found : UNSET.of(project);
  }

  @Override
  public boolean isKnown(String project) {
    return problem == null
        && (unread.isEmpty()
            || !unread.contains(partitionOf(Key.settings(project).bytes(), partitionCount)));
  }

  @Override
  public boolean mayForget() {
    return mayForget;
  }

  /** Whether the settings of all projects are known. */
  public boolean isWhole() {
    return problem == null && unread.isEmpty();
  }

  /**
   * Why no settings are known yet, a sentence each. Empty once the topic was read, as far as it
   * went at the start; from then on settings are known, be they a moment old, but for those in a
   * partition that has had no leader since: see {@link #isKnown}.
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
   * Waits until these very settings came by. Whoever does not want to wait for ever completes the
   * future, as {@link CompletableFuture#orTimeout} does.
   */
  public CompletableFuture<Void> seen(Project wanted) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Reader reader = new Reader(wanted, done);
    waiting.add(reader);
    done.whenComplete((nothing, failure) -> waiting.remove(reader));
    if (wanted.equals(settings.get(wanted.getProjectId()))) {
      done.complete(null);
    }
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
          waitBecause("Kafka does not tell the settings of projects: " + e.getMessage());
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("closed while waiting", e);
    } finally {
      values.close();
    }
  }

  /** Reads from the beginning on. What was known before holds until all was read anew. */
  private void follow(Consumer<byte[], byte[]> topic) throws InterruptedException {
    List<TopicPartition> partitions =
        topic.partitionsFor(TOPIC, ANSWER).stream()
            .map(info -> new TopicPartition(TOPIC, info.partition()))
            .toList();
    if (partitions.isEmpty()) {
      waitBecause("topic " + TOPIC + " is missing: run 'bin/threadmark topics create'");
      return;
    }
    topic.assign(partitions);
    topic.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = new HashMap<>();
    Map<String, Project> read = new ConcurrentHashMap<>();
    while (!isClosed()) {
      if (ends.size() < partitions.size()) {
        ends.putAll(newEnds(topic, ends.keySet()));
      }
      for (ConsumerRecord<byte[], byte[]> record : topic.poll(POLL)) {
        take(record, partitions.size(), read);
      }
      if (settings != read) {
        publishIfRead(topic, ends, read, partitions.size());
      } else if (!unread.isEmpty()) {
        unread = unread(topic, ends, partitions.size());
      }
    }
  }

  /**
   * What was known before holds until all was read anew; where nothing was, what can be read is
   * better than nothing.
   */
  private void publishIfRead(
      Consumer<byte[], byte[]> topic,
      Map<TopicPartition, Long> ends,
      Map<String, Project> read,
      int partitions) {
    boolean enough = problem == null ? ends.size() == partitions : !ends.isEmpty();
    if (enough && isPast(topic, ends)) {
      partitionCount = partitions;
      unread = unread(topic, ends, partitions);
      settings = read;
      mayForget = anyForgets(read);
      problem = null;
      waiting.forEach(reader -> tell(reader, read.get(reader.wanted.getProjectId())));
    }
  }

  /** The ends of partitions that have a leader, and whose end is not known yet. */
  private static Map<TopicPartition, Long> newEnds(
      Consumer<byte[], byte[]> topic, Set<TopicPartition> known) {
    List<TopicPartition> led =
        topic.partitionsFor(TOPIC, ANSWER).stream()
            .filter(info -> info.leader() != null && !info.leader().isEmpty())
            .map(info -> new TopicPartition(TOPIC, info.partition()))
            .filter(partition -> !known.contains(partition))
            .toList();
    return led.isEmpty() ? Map.of() : topic.endOffsets(led, ANSWER);
  }

  private static Set<Integer> unread(
      Consumer<byte[], byte[]> topic, Map<TopicPartition, Long> ends, int partitions) {
    return IntStream.range(0, partitions)
        .filter(
            partition -> {
              TopicPartition named = new TopicPartition(TOPIC, partition);
              Long end = ends.get(named);
              return end == null || topic.position(named, ANSWER) < end;
            })
        .boxed()
        .collect(Collectors.toUnmodifiableSet());
  }

  private static boolean isPast(Consumer<byte[], byte[]> topic, Map<TopicPartition, Long> offsets) {
    return offsets.entrySet().stream()
        .allMatch(each -> topic.position(each.getKey(), ANSWER) >= each.getValue());
  }

  private void take(ConsumerRecord<byte[], byte[]> record, int partitions, Map<String, Project> in)
      throws InterruptedException {
    while (!isClosed()) {
      try {
        String project = project(record, partitions);
        apply(project, value(record, project), in);
        return;
      } catch (RuntimeException e) {
        RegistryFailure about = RegistryFailure.of(e);
        if (about == RegistryFailure.AWAY || about == RegistryFailure.REFUSES) {
          waitBecause("the settings of projects cannot be read: " + e.getMessage());
        } else {
          unreadable.incrementAndGet();
          LOG.error(
              "passing over a record of {} that cannot be read, partition {}, offset {}",
              TOPIC,
              record.partition(),
              record.offset(),
              e);
          return;
        }
      }
    }
  }

  private void apply(String project, Project value, Map<String, Project> in) {
    if (value == null) {
      in.remove(project);
    } else {
      in.put(project, value);
    }
    if (settings == in) {
      mayForget = anyForgets(in);
      waiting.forEach(reader -> tell(reader, value));
    }
  }

  private static void tell(Reader reader, Project value) {
    if (reader.wanted.equals(value)) {
      reader.done.complete(null);
    }
  }

  private static boolean anyForgets(Map<String, Project> settings) {
    return settings.values().stream().anyMatch(project -> project.getRetentionDays() != null);
  }

  /** The project of a record's key. A record elsewhere than its key belongs has no order. */
  private static String project(ConsumerRecord<byte[], byte[]> record, int partitions) {
    if (record.key() == null) {
      throw new IllegalArgumentException("the record has no key");
    }
    Key key = Key.parse(record.key());
    if (!key.equals(Key.settings(key.project()))) {
      throw new IllegalArgumentException("the key is not that of settings");
    }
    if (partitionOf(record.key(), partitions) != record.partition()) {
      throw new IllegalArgumentException("the key belongs to another partition");
    }
    return key.project();
  }

  private static int partitionOf(byte[] key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key)) % partitions;
  }

  private Project value(ConsumerRecord<byte[], byte[]> record, String project) {
    if (record.value() == null) {
      return null;
    }
    SpecificRecord value = values.deserialize(TOPIC, record.value());
    if (value instanceof Project settingsOfOne && settingsOfOne.getProjectId().equals(project)) {
      return settingsOfOne;
    }
    throw new IllegalArgumentException("the value is not the settings of the project");
  }

  private void waitBecause(String reason) throws InterruptedException {
    if (problem == null) {
      LOG.warn("following settings of projects that are known: {}", reason);
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
