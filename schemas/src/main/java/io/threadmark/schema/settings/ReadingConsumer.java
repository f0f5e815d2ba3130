package io.threadmark.schema.settings;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The settings of consumers that read whole partitions, keep their place themselves and belong to
 * no group.
 */
public final class ReadingConsumer {
  /** What is meant for the other clients of a role, or would put the consumer into a group. */
  private static final Set<String> NOT_FOR_IT =
      Set.of(
          ConsumerConfig.GROUP_ID_CONFIG,
          ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
          ConsumerConfig.GROUP_PROTOCOL_CONFIG,
          ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG,
          "key.deserializer",
          "value.deserializer",
          "key.serializer",
          "value.serializer");

  /** Several of one process, as of a gateway and a processor, need names of their own. */
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private ReadingConsumer() {}

  /**
   * What the user gives as {@code kafka.*}, and over it what the reading rests on.
   *
   * @param name tells the consumer apart
   */
  public static Map<String, Object> config(Settings settings, String name) {
    Map<String, Object> config = new HashMap<>(settings.under("kafka"));
    // What is a producer's alone would be warned of.
    Set<String> producersAlone = new HashSet<>(ProducerConfig.configNames());
    producersAlone.removeAll(ConsumerConfig.configNames());
    config.keySet().removeAll(producersAlone);
    config.keySet().removeAll(NOT_FOR_IT);
    config.put(ConsumerConfig.CLIENT_ID_CONFIG, name + "-" + NUMBER.incrementAndGet());
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return config;
  }
}
