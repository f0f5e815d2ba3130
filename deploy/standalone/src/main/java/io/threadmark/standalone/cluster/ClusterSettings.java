package io.threadmark.standalone.cluster;

import io.threadmark.schema.Topic;
import io.threadmark.schema.registry.ValueSerdes;
import io.threadmark.schema.settings.Setting;
import io.threadmark.schema.settings.Settings;
import io.threadmark.standalone.cli.CommandFailedException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Finds the cluster that a command is for, what the environment names or a running dev, and how to
 * reach it.
 */
public final class ClusterSettings {
  /** How long a command waits for an answer of Kafka's. */
  public static final String PATIENCE_MILLIS = "15000";

  public static final Setting<String> BOOTSTRAP =
      Setting.text("kafka.bootstrap.servers", "", "hosts and ports of Kafka");

  public static final Setting<Long> PARTITIONS =
      Setting.whole("topics.partitions", 4, 1, 10_000, "partitions of every topic");

  private ClusterSettings() {}

  /**
   * The settings with the addresses of Kafka and the registry.
   *
   * @param endpoints the endpoints file of a {@code dev}
   * @param dataNamed whether that file was asked for, and so comes before the environment
   * @throws CommandFailedException where neither names a cluster
   */
  public static Settings of(Settings settings, Path endpoints, boolean dataNamed) {
    if (!dataNamed && !settings.get(BOOTSTRAP).isBlank()) {
      return settings;
    }
    Endpoints dev =
        Endpoints.read(endpoints)
            .orElseThrow(
                () ->
                    new CommandFailedException(
                        "%sno 'threadmark dev' runs here: there is no %s"
                            .formatted(
                                dataNamed ? "" : BOOTSTRAP.environmentName() + " is not set, and ",
                                endpoints)));
    return settings.with(
        Map.of(
            BOOTSTRAP.name(),
            dev.kafka(),
            // Whatever other cluster the environment is about, this one has no locks.
            "kafka.security.protocol",
            "PLAINTEXT",
            ValueSerdes.REGISTRY_URL.name(),
            dev.schemaRegistry()));
  }

  /** What Kafka's admin client is set up with. */
  public static Map<String, Object> admin(Settings cluster) {
    Map<String, Object> config = new HashMap<>(cluster.under("kafka"));
    config.keySet().retainAll(AdminClientConfig.configNames());
    config.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    config.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    return config;
  }

  /** What a producer is set up with that loses nothing; it has no transactions. */
  public static Map<String, Object> producer(Settings cluster) {
    Map<String, Object> config = new HashMap<>(cluster.under("kafka"));
    config.keySet().retainAll(ProducerConfig.configNames());
    config.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(Topic.MAX_RECORD_BYTES));
    config.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    config.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS);
    return config;
  }
}
