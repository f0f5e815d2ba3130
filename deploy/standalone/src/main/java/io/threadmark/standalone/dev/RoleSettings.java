package io.threadmark.standalone.dev;

import io.threadmark.schema.registry.ValueSerdes;
import io.threadmark.schema.settings.Setting;
import io.threadmark.schema.settings.Settings;
import io.threadmark.standalone.cluster.ClusterSettings;
import io.threadmark.standalone.cluster.Loopback;
import java.util.HashMap;
import java.util.Map;

/**
 * The settings of the gateway and the processor under {@code dev}: the user's own from the
 * environment, and over them what the launcher alone can know.
 */
final class RoleSettings {
  static final Setting<Long> GATEWAY_PORT =
      Setting.whole("gateway.port", 8080, 0, 65535, "port of the gateway");

  /** As its exporters know it. */
  private static final Setting<Long> OTLP_GRPC_PORT =
      Setting.whole("gateway.otlp.grpc.port", 4317, -1, 65535, "port of OpenTelemetry's gRPC");

  private static final String MODEST_STORES = Integer.toString(128 * 1024 * 1024);

  private final Settings users;

  RoleSettings(Map<String, String> environment) {
    Map<String, String> variables = new HashMap<>(environment);
    variables.putIfAbsent("THREADMARK_PROCESSOR_ROCKSDB_BYTES", MODEST_STORES);
    this.users = Settings.fromEnvironment(variables);
  }

  /** The gateway's port, unless the command line names one. */
  int gatewayPort() {
    return Math.toIntExact(users.get(GATEWAY_PORT));
  }

  /** The usual one, or another where that is taken; that of the environment in any case. */
  private long otlpGrpcPort() {
    long usual = users.get(OTLP_GRPC_PORT);
    boolean isSaid = users.under("gateway.otlp.grpc").containsKey("port");
    return isSaid || Loopback.free(Math.toIntExact(usual)) ? usual : 0;
  }

  int partitions() {
    return Math.toIntExact(users.get(ClusterSettings.PARTITIONS));
  }

  /** What both roles, and clients, need to reach the broker and the registry. */
  Settings cluster(String kafka, String registry) {
    return users.with(
        Map.of(
            "kafka.bootstrap.servers",
            kafka,
            // Whatever other cluster the environment is about, this one has no locks.
            "kafka.security.protocol",
            "PLAINTEXT",
            ValueSerdes.REGISTRY_URL.name(),
            registry,
            ClusterSettings.PARTITIONS.name(),
            Integer.toString(partitions())));
  }

  Settings processor(Settings cluster, DataDirectory data) {
    return cluster.with(
        Map.of(
            "processor.host",
            Loopback.HOST,
            "processor.port",
            "0",
            // How long a processor that was stopped still counts as a member of its group, and so
            // how long the next one waits for its share of the work.
            "kafka.session.timeout.ms",
            "6000",
            "kafka.heartbeat.interval.ms",
            "1500",
            "processor.state.dir",
            data.state().toString(),
            "processor.index.dir",
            data.index().toString(),
            "processor.exports.folder",
            data.exports().toString()));
  }

  Settings gateway(Settings cluster, int port, String processor) {
    return cluster.with(
        Map.of(
            "gateway.host",
            Loopback.HOST,
            GATEWAY_PORT.name(),
            Integer.toString(port),
            OTLP_GRPC_PORT.name(),
            Long.toString(otlpGrpcPort()),
            "gateway.shutdown.timeout.ms",
            "2000",
            "processor.url",
            processor));
  }
}
