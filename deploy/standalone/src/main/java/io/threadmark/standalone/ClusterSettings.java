package io.threadmark.standalone;

import io.threadmark.schema.registry.ValueSerdes;
import io.threadmark.schema.settings.Setting;
import io.threadmark.schema.settings.Settings;
import java.nio.file.Path;
import java.util.Map;

/** Finds the cluster that a command is for: what the environment names, or a running dev. */
final class ClusterSettings {
  /** How long a command waits for an answer of Kafka's. */
  static final String PATIENCE_MILLIS = "15000";

  static final Setting<String> BOOTSTRAP =
      Setting.text("kafka.bootstrap.servers", "", "hosts and ports of Kafka");

  private ClusterSettings() {}

  /**
   * The settings with the addresses of Kafka and the registry.
   *
   * @param endpoints the endpoints file of a {@code dev}
   * @param dataNamed whether that file was asked for, and so comes before the environment
   * @throws CommandFailedException where neither names a cluster
   */
  static Settings of(Settings settings, Path endpoints, boolean dataNamed) {
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
}
