package io.threadmark.compatibility;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/** Confluent's own serializer and deserializer, as their documents say to set them up. */
final class Confluent {
  static final String SERIALIZER = "io.confluent.kafka.serializers.KafkaAvroSerializer";
  static final String DESERIALIZER = "io.confluent.kafka.serializers.KafkaAvroDeserializer";

  private Confluent() {}

  /** The folder of Confluent's jars, and of what they need. */
  static Path jars() {
    return Path.of(System.getProperty("confluent.jars")).toAbsolutePath().normalize();
  }

  @SuppressWarnings("unchecked")
  static Serializer<SpecificRecord> serializer(String registry) throws Exception {
    Serializer<SpecificRecord> serializer =
        (Serializer<SpecificRecord>) instance(SERIALIZER, Serializer.class);
    serializer.configure(config(registry), false);
    return serializer;
  }

  @SuppressWarnings("unchecked")
  static Deserializer<SpecificRecord> deserializer(String registry) throws Exception {
    Deserializer<SpecificRecord> deserializer =
        (Deserializer<SpecificRecord>) instance(DESERIALIZER, Deserializer.class);
    Map<String, Object> config = new HashMap<>(config(registry));
    config.put("specific.avro.reader", "true");
    // Its client would try a failing registry again by itself, for 7 seconds.
    config.put("max.retries", "0");
    deserializer.configure(config, false);
    return deserializer;
  }

  private static Map<String, Object> config(String registry) {
    return Map.of("schema.registry.url", registry, "avro.use.logical.type.converters", "true");
  }

  private static Object instance(String name, Class<?> wanted) throws Exception {
    return wanted.cast(Class.forName(name).getDeclaredConstructor().newInstance());
  }
}
