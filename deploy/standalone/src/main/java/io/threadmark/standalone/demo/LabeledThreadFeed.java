package io.threadmark.standalone.demo;

import io.threadmark.schema.LabeledThread;
import io.threadmark.schema.Topics;
import io.threadmark.schema.registry.ValueSerdes;
import io.threadmark.schema.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads labeled threads off their topic as they come out, from now on, committed ones only. */
final class LabeledThreadFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LabeledThreadFeed.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Consumer<String, SpecificRecord> consumer;
  private final BiConsumer<Instant, LabeledThread> reader;
  private final Thread thread = new Thread(this::read, "labeled-threads");
  private volatile long lastActivity = System.nanoTime();

  private LabeledThreadFeed(
      Consumer<String, SpecificRecord> consumer, BiConsumer<Instant, LabeledThread> reader) {
    this.consumer = consumer;
    this.reader = reader;
  }

  /**
   * Begins to read.
   *
   * @param reader told each thread, and when it came out; called on a thread of the feed's own
   */
  static LabeledThreadFeed start(Settings cluster, BiConsumer<Instant, LabeledThread> reader) {
    Map<String, Object> config = new HashMap<>(cluster.under("kafka"));
    config.keySet().retainAll(ConsumerConfig.configNames());
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    Consumer<String, SpecificRecord> consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), ValueSerdes.deserializer(cluster));
    LabeledThreadFeed feed = new LabeledThreadFeed(consumer, reader);
    feed.goToEnd();
    feed.thread.setDaemon(true);
    feed.thread.start();
    return feed;
  }

  /** How long nothing has come out. */
  Duration quiet() {
    return Duration.ofNanos(System.nanoTime() - lastActivity);
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void goToEnd() {
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topics.LABELED_THREADS.name()).stream()
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position); // seeking is lazy; what comes from now on must be read
  }

  private void read() {
    try (consumer) {
      while (true) {
        for (ConsumerRecord<String, SpecificRecord> polled : consumer.poll(POLL)) {
          lastActivity = System.nanoTime();
          if (polled.value() instanceof LabeledThread labeled) {
            reader.accept(Instant.ofEpochMilli(polled.timestamp()), labeled);
          }
        }
      }
    } catch (WakeupException e) {
      // closed
    } catch (RuntimeException e) {
      LOG.error("Labeled threads cannot be read", e);
    }
  }
}
