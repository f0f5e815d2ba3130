package io.threadmark.it;

import io.threadmark.schema.settings.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Settings with which a fault shows soon, and what they promise. */
final class FaultSettings {
  static final int PARTITIONS = 4;

  /** Bytes of bodies that a gateway may have in hand. */
  static final long IN_FLIGHT_LIMIT = 24 * 1024;

  /** After this the producer gives a record up. */
  static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(2);

  /** An answer comes within the delivery timeout and what a busy machine adds to it. */
  static final Duration ANSWERED_WITHIN = DELIVERY_TIMEOUT.plusSeconds(8);

  private FaultSettings() {}

  static Settings of(String bootstrapServers) {
    return Settings.of(map(bootstrapServers));
  }

  static Map<String, String> map(String bootstrapServers) {
    Map<String, String> all = new HashMap<>();
    all.put("kafka.bootstrap.servers", bootstrapServers);
    all.put("schema.registry.url", SharedRegistry.url());
    all.put("topics.partitions", Integer.toString(PARTITIONS));
    all.put("topics.replicas", "1");
    all.put("gateway.port", "0");
    all.put("gateway.inflight.bytes", Long.toString(IN_FLIGHT_LIMIT));
    all.put("gateway.event.loops", "1");
    all.put("processor.port", "0");
    all.put("receipt.secret", "of these tests");
    return all;
  }

  /** For the gateway alone: a processor's transactions need their time. */
  static Map<String, String> ofProducer() {
    return Map.of(
        "kafka.delivery.timeout.ms", Long.toString(DELIVERY_TIMEOUT.toMillis()),
        "kafka.request.timeout.ms", "1000",
        "kafka.default.api.timeout.ms", "1500");
  }
}
