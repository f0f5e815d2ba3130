package io.threadmark.gateway.settings;

import io.threadmark.schema.Topics;
import io.threadmark.schema.settings.Setting;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Every setting of the gateway, but those that are Kafka's or the schema registry's own. */
public final class GatewaySettings {
  public static final Setting<String> HOST =
      Setting.text("gateway.host", "127.0.0.1", "address that the gateway listens on");

  public static final Setting<Long> PORT =
      Setting.whole(
          "gateway.port", 8080, 0, 65535, "port that the gateway listens on; 0 for a free one");

  public static final Setting<Long> OTLP_GRPC_PORT =
      Setting.whole(
          "gateway.otlp.grpc.port",
          4317,
          -1,
          65_535,
          "port for OpenTelemetry's exporters by gRPC; 0 for a free one, -1 for none");

  public static final Setting<Long> EVENT_LOOPS =
      Setting.whole(
          "gateway.event.loops",
          Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
          1,
          1024,
          "threads that serve connections");

  /** A body of 10 MiB and one dense event of it: a tiny object of JSON is a large one of Java. */
  private static final long HEAP_BYTES_OF_A_READER = 128L * 1024 * 1024;

  public static final Setting<Long> READERS =
      Setting.whole(
          "gateway.readers",
          Math.max(
              1,
              Math.min(
                  Runtime.getRuntime().availableProcessors(),
                  Runtime.getRuntime().maxMemory() / HEAP_BYTES_OF_A_READER)),
          1,
          1024,
          "threads that read large bodies; each may hold 100 MiB of heap for a moment");

  public static final Setting<Long> INFLIGHT_BYTES =
      Setting.whole(
          "gateway.inflight.bytes",
          Math.min(64L * 1024 * 1024, Runtime.getRuntime().maxMemory() / 8),
          1024,
          Long.MAX_VALUE / 4,
          "bytes of bodies until Kafka's acknowledgement, and of large answers; more is answered 503");

  public static final Setting<Long> BODY_TIMEOUT_MS =
      Setting.whole(
          "gateway.body.timeout.ms",
          60_000,
          100,
          3_600_000,
          "milliseconds in which a body must have come whole");

  public static final Setting<Long> IDLE_TIMEOUT_MS =
      Setting.whole(
          "gateway.idle.timeout.ms",
          75_000,
          100,
          3_600_000,
          "milliseconds after which a connection on which nothing moves is closed");

  public static final Setting<Long> SHUTDOWN_TIMEOUT_MS =
      Setting.whole(
          "gateway.shutdown.timeout.ms",
          40_000, // more than Kafka is given, so that every request taken in has its answer
          0,
          3_600_000,
          "milliseconds that requests under way are given when the gateway stops");

  public static final Setting<List<URI>> PROCESSOR_URL =
      new Setting<>(
          "processor.url",
          "http://127.0.0.1:8081",
          GatewaySettings::baseAddresses,
          "base addresses of streams-processor, which answers queries, between commas");

  public static final Setting<Long> QUERY_TIMEOUT_MS =
      Setting.whole(
          "gateway.query.timeout.ms",
          32_000, // streams-processor gives itself 30 seconds
          100,
          600_000,
          "milliseconds in which a query must be answered, beside what it waits for, and in which its answer must be read");

  public static final Setting<Long> QUERY_CONNECTIONS =
      Setting.whole(
          "gateway.query.connections",
          128,
          1,
          10_000,
          "connections to each processor for queries that do not wait; four times as many stand in line");

  public static final Setting<Long> WAIT_CONNECTIONS =
      Setting.whole(
          "gateway.wait.connections",
          256, // each may be held for ten seconds
          1,
          10_000,
          "connections to each processor for what waits until something is visible; four times as many stand in line");

  public static final Setting<String> RECEIPT_SECRET =
      Setting.text(
          "receipt.secret",
          "",
          "signs receipts, the same for every gateway and processor; if empty, a key that follows from internal.secret, and without that Kafka's cluster id");

  public static final Setting<Long> RETENTION_MS =
      Setting.whole(
          "retention.ms",
          0,
          0,
          Duration.ofDays(36_500).toMillis(),
          "how long what was said is kept, in milliseconds; the same for every gateway and processor; 0 for ever");

  public static final Setting<Long> PARTITIONS =
      Setting.whole(
          "topics.partitions",
          Topics.DEFAULT_PARTITIONS,
          1,
          100_000,
          "partitions of every topic; never changes for an application id");

  public static final Setting<String> BOOTSTRAP_SERVERS =
      Setting.text("kafka.bootstrap.servers", null, "Kafka's brokers, host:port between commas");

  private GatewaySettings() {}

  private static List<URI> baseAddresses(String text) {
    return Arrays.stream(text.split(",", -1)).map(GatewaySettings::baseAddress).toList();
  }

  private static URI baseAddress(String text) {
    URI address = URI.create(text.strip().replaceAll("/+$", ""));
    boolean http = "http".equals(address.getScheme());
    boolean bare = address.getRawPath() == null || address.getRawPath().isEmpty();
    if (!http || address.getHost() == null || !bare) {
      throw new IllegalArgumentException("must be http://host:port, not '" + text + "'");
    }
    return address;
  }
}
