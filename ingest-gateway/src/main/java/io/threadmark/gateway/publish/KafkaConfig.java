package io.threadmark.gateway.publish;

import io.threadmark.gateway.settings.GatewaySettings;
import io.threadmark.schema.Topic;
import io.threadmark.schema.settings.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The settings of the gateway's Kafka clients: ours, then what the user gives as {@code kafka.*}.
 */
public final class KafkaConfig {
  /** Values are written by a serializer of ours, and keys are bytes already. */
  private static final Set<String> NOT_FOR_CLIENTS =
      Set.of("key.serializer", "value.serializer", "key.deserializer", "value.deserializer");

  private KafkaConfig() {}

  /** For the producer. */
  public static Map<String, Object> producer(Settings settings) {
    Map<String, Object> config = new HashMap<>();
    config.put(ProducerConfig.CLIENT_ID_CONFIG, "threadmark-gateway");
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    config.put(ProducerConfig.LINGER_MS_CONFIG, 1);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topic.MAX_RECORD_BYTES);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(Duration.ofSeconds(30)));
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(Duration.ofSeconds(10)));
    // Requests are turned away before this buffer is full: records of small events are up to three
    // times their JSON, and each partition has batches under way.
    config.put(
        ProducerConfig.BUFFER_MEMORY_CONFIG,
        3 * settings.get(GatewaySettings.INFLIGHT_BYTES) + 32 * 1024 * 1024);
    // Threads that serve connections call send(). They never wait, neither for room nor for
    // metadata:
    // that is fetched before the gateway is ready, refreshed in the background, and never
    // forgotten.
    // By default a producer forgets it as soon as no broker is left (Kafka 4.3.1), and a short
    // absence could not be waited out.
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0);
    config.put(CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG, "none");
    config.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, Duration.ofDays(365).toMillis());
    addGiven(settings, config);
    return config;
  }

  /** For the client that looks at the cluster. */
  public static Map<String, Object> admin(Settings settings) {
    Map<String, Object> config = new HashMap<>();
    config.put(AdminClientConfig.CLIENT_ID_CONFIG, "threadmark-gateway-admin");
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(Duration.ofSeconds(4)));
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(Duration.ofSeconds(5)));
    // By default this client, while it has never seen a broker, starts over without a pause and
    // logs each time: thousands of lines a second (Kafka 4.3.1).
    config.put(AdminClientConfig.METADATA_RECOVERY_STRATEGY_CONFIG, "none");
    addGiven(settings, config);
    // What is a producer's alone would be warned of; what neither knows may be a plug-in's.
    Set<String> producersAlone = new HashSet<>(ProducerConfig.configNames());
    producersAlone.removeAll(AdminClientConfig.configNames());
    config.keySet().removeAll(producersAlone);
    return config;
  }

  private static void addGiven(Settings settings, Map<String, Object> config) {
    config.putAll(settings.under("kafka"));
    config.put(
        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.get(GatewaySettings.BOOTSTRAP_SERVERS));
    config.keySet().removeAll(NOT_FOR_CLIENTS);
  }

  private static int millis(Duration duration) {
    return Math.toIntExact(duration.toMillis());
  }
}
