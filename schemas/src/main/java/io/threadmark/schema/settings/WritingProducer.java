package io.threadmark.schema.settings;

import io.threadmark.schema.Topic;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The settings of producers that write a record now and then, and wait for it to be durable. */
public final class WritingProducer {
  /** What would change where a record goes, or what is written to be seen by others. */
  private static final Set<String> NOT_FOR_IT =
      Set.of(
          ProducerConfig.TRANSACTIONAL_ID_CONFIG,
          ProducerConfig.INTERCEPTOR_CLASSES_CONFIG,
          ProducerConfig.PARTITIONER_CLASS_CONFIG,
          "key.deserializer",
          "value.deserializer",
          "key.serializer",
          "value.serializer");

  private static final int PATIENCE_MS = 10_000;
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private WritingProducer() {}

  /**
   * What the user gives as {@code kafka.*}, and over it what the writing rests on.
   *
   * @param name tells the producer apart
   */
  public static Map<String, Object> config(Settings settings, String name) {
    Map<String, Object> config = new HashMap<>(settings.under("kafka"));
    // What is a consumer's alone would be warned of.
    Set<String> consumersAlone = new HashSet<>(ConsumerConfig.configNames());
    consumersAlone.removeAll(ProducerConfig.configNames());
    config.keySet().removeAll(consumersAlone);
    config.keySet().removeAll(NOT_FOR_IT);
    config.put(ProducerConfig.CLIENT_ID_CONFIG, name + "-" + NUMBER.incrementAndGet());
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topic.MAX_RECORD_BYTES);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MS);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MS / 2);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MS);
    return config;
  }
}
