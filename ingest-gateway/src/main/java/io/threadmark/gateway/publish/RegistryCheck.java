package io.threadmark.gateway.publish;

import io.threadmark.gateway.event.Event;
import io.threadmark.gateway.project.SmallestEvents;
import io.threadmark.schema.registry.RegistryRefusedException;
import io.threadmark.schema.registry.RegistryUnavailableException;
import io.threadmark.schema.registry.SchemaRegistry;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the schema registry know every schema before the first request, so that no request waits for
 * it. After that the registry is not needed any more, and its absence not a problem.
 */
public final class RegistryCheck implements Check {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryCheck.class);

  /** New consumers read old records and old consumers new ones, over all versions. */
  private static final String COMPATIBILITY = "FULL_TRANSITIVE";

  private final Serializer<SpecificRecord> values;
  private final SchemaRegistry registry;
  private boolean known;
  private String lastRefusal;

  /**
   * @param registry where compatibility is to be set; null to leave that to the serializer
   */
  public RegistryCheck(Serializer<SpecificRecord> values, SchemaRegistry registry) {
    this.values = values;
    this.registry = registry;
  }

  @Override
  public List<String> problems() {
    if (known) {
      return List.of();
    }
    try {
      for (Event event : SmallestEvents.oneOfEachType()) {
        values.serialize(event.type().topic().name(), event.value());
        setCompatibility(event.type().topic().subject());
      }
      known = true;
      return List.of();
    } catch (RegistryRefusedException e) {
      // It will be refused again until someone changes the registry, so it is said once.
      if (!e.getMessage().equals(lastRefusal)) {
        lastRefusal = e.getMessage();
        LOG.error("No events can be taken: {}", lastRefusal);
      }
      return List.of(e.getMessage());
    } catch (KafkaException e) {
      return List.of(reason(e));
    }
  }

  /** Another serializer than ours says why in the cause, and says the whole schema before that. */
  private static String reason(KafkaException failure) {
    return failure instanceof RegistryUnavailableException || failure.getCause() == null
        ? failure.getMessage()
        : "the serializer cannot register its schemas: " + failure.getCause();
  }

  private void setCompatibility(String subject) {
    if (registry == null) {
      return;
    }
    try {
      registry.setCompatibility(subject, COMPATIBILITY);
    } catch (RegistryRefusedException e) {
      // Schemas are registered, and someone else may be in charge of how they change.
      LOG.warn("The compatibility of {} is not ours to set: {}", subject, e.getMessage());
    }
  }
}
