package io.threadmark.standalone.deadletters;

import io.threadmark.schema.settings.Settings;
import io.threadmark.standalone.cli.CommandFailedException;
import io.threadmark.standalone.cli.ShellCommand;
import io.threadmark.standalone.cluster.ClusterSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads stretches of topics, without a group, and of transactions only what was committed. */
final class CommittedRecords implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Consumer<byte[], byte[]> consumer;
  private final ReadingProgress progress;

  /** Is told each record. */
  @FunctionalInterface
  interface Visitor {
    void visit(ConsumerRecord<byte[], byte[]> found) throws InterruptedException;
  }

  CommittedRecords(Consumer<byte[], byte[]> consumer, ReadingProgress progress) {
    this.consumer = consumer;
    this.progress = progress;
  }

  static CommittedRecords of(Settings cluster, ReadingProgress progress) {
    return new CommittedRecords(
        new KafkaConsumer<>(
            config(cluster), new ByteArrayDeserializer(), new ByteArrayDeserializer()),
        progress);
  }

  /**
   * The partitions of a topic.
   *
   * @throws CommandFailedException where there is no such topic
   */
  List<TopicPartition> partitions(String topic) {
    List<PartitionInfo> partitions = consumer.partitionsFor(topic);
    if (partitions == null || partitions.isEmpty()) {
      throw new CommandFailedException(
          "Kafka has no topic %s: create what is missing with '%s'"
              .formatted(topic, ShellCommand.of(List.of("topics", "create"))));
    }
    return partitions.stream()
        .map(partition -> new TopicPartition(topic, partition.partition()))
        .toList();
  }

  /** Where partitions begin. */
  Map<TopicPartition, Long> beginnings(List<TopicPartition> partitions) {
    return consumer.beginningOffsets(partitions);
  }

  /** Where partitions end now, as far as all transactions have ended. */
  Map<TopicPartition, Long> ends(List<TopicPartition> partitions) {
    return consumer.endOffsets(partitions);
  }

  /** The first offsets of a time or later; a partition that has none is not there. */
  Map<TopicPartition, Long> since(long millis, List<TopicPartition> partitions) {
    Map<TopicPartition, Long> times = new HashMap<>();
    partitions.forEach(partition -> times.put(partition, millis));
    Map<TopicPartition, Long> found = new HashMap<>();
    consumer
        .offsetsForTimes(times)
        .forEach(
            (partition, at) -> {
              if (at != null) {
                found.put(partition, at.offset());
              }
            });
    return found;
  }

  /**
   * Reads some partitions, each from one offset up to another that is not read.
   *
   * @throws CommandFailedException where Kafka gives nothing for too long
   */
  void read(Map<TopicPartition, Long> from, Map<TopicPartition, Long> to, Visitor visitor)
      throws InterruptedException {
    Set<TopicPartition> unread = new HashSet<>(from.keySet());
    consumer.assign(unread);
    consumer.resume(unread); // those of an earlier read may be the same and paused
    from.forEach(consumer::seek);
    long all = left(unread, to);
    long left = all;
    long lastMove = System.nanoTime();
    while (!pauseThoseAtTheirEnd(unread, to)) {
      for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL)) {
        if (found.offset() < to.get(new TopicPartition(found.topic(), found.partition()))) {
          visitor.visit(found);
        }
      }
      long leftNow = left(unread, to);
      if (leftNow < left) {
        left = leftNow;
        lastMove = System.nanoTime();
      } else if (System.nanoTime() - lastMove > PATIENCE.toNanos()) {
        throw new CommandFailedException(
            "Kafka has given nothing of %s for %d s: see whether they have leaders"
                .formatted(unread, PATIENCE.toSeconds()));
      }
      progress.show(all - left, all);
    }
    progress.clear();
  }

  @Override
  public void close() {
    consumer.close();
  }

  /** Pauses those that are read, and says whether all are. */
  private boolean pauseThoseAtTheirEnd(Set<TopicPartition> unread, Map<TopicPartition, Long> to) {
    List<TopicPartition> ended =
        unread.stream()
            .filter(partition -> consumer.position(partition) >= to.get(partition))
            .toList();
    consumer.pause(ended);
    ended.forEach(unread::remove);
    return unread.isEmpty();
  }

  private long left(Set<TopicPartition> unread, Map<TopicPartition, Long> to) {
    return unread.stream()
        .mapToLong(partition -> Math.max(0, to.get(partition) - consumer.position(partition)))
        .sum();
  }

  private static Map<String, Object> config(Settings cluster) {
    Map<String, Object> config = new HashMap<>(cluster.under("kafka"));
    config.keySet().retainAll(ConsumerConfig.configNames());
    config.remove(ConsumerConfig.GROUP_ID_CONFIG);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    // Where retention takes away what was about to be read, go on with what is left.
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    // Records may have 8 MiB each; so many at a time are in memory.
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "20");
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Integer.toString(16 * 1024 * 1024));
    config.putIfAbsent(
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ClusterSettings.PATIENCE_MILLIS);
    config.putIfAbsent(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, ClusterSettings.PATIENCE_MILLIS);
    return config;
  }
}
