package io.threadmark.schema;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/**
 * A topic of the application, complete.
 *
 * @param name its name
 * @param keyForm what its keys look like, for people; see {@link Key}
 * @param valueType the Avro record that it holds; for an {@code internal} topic, a row of the
 *     processor's own that carries an embedded version instead of a registry id
 * @param cleanup what Kafka does with old records
 * @param retention how long a record is kept where cleanup deletes; null where it does not
 * @param internal whether only the processor reads and writes it
 */
public record Topic(
    String name,
    String keyForm,
    Class<? extends SpecificRecord> valueType,
    Cleanup cleanup,
    Duration retention,
    boolean internal) {

  /** Kafka's cleanup policies. */
  public enum Cleanup {
    DELETE("delete"),
    COMPACT("compact"),
    COMPACT_AND_DELETE("compact,delete");

    private final String policy;

    Cleanup(String policy) {
      this.policy = policy;
    }

    /** As {@code cleanup.policy} spells it. */
    public String policy() {
      return policy;
    }
  }

  /** The largest record that any topic takes, in bytes. */
  public static final int MAX_RECORD_BYTES = 8 * 1024 * 1024;

  /** The subject under which a registry knows the value's schema. */
  public String subject() {
    return name + "-value";
  }

  /** Kafka's settings of the topic, for a cluster that keeps so many replicas. */
  public Map<String, String> config(int replicas) {
    Map<String, String> config = new LinkedHashMap<>();
    config.put("cleanup.policy", cleanup.policy());
    if (retention != null) {
      config.put("retention.ms", Long.toString(retention.toMillis()));
    }
    config.put("max.message.bytes", Integer.toString(MAX_RECORD_BYTES));
    // Retention must go by when a record came, never by the event time its sender claims.
    config.put("message.timestamp.type", "LogAppendTime");
    config.put("min.insync.replicas", Integer.toString(Math.max(1, replicas - 1)));
    config.put("compression.type", "producer");
    return config;
  }
}
