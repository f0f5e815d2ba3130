package io.threadmark.compatibility;

import io.threadmark.schema.registry.AvroDeserializer;
import io.threadmark.schema.registry.AvroSerializer;
import java.util.Map;

/** Our own serializer and deserializer, set up by hand. */
final class Ours {
  private Ours() {}

  static AvroSerializer serializer(String registry) {
    AvroSerializer serializer = new AvroSerializer();
    serializer.configure(Map.of("schema.registry.url", registry), false);
    return serializer;
  }

  static AvroDeserializer deserializer(String registry) {
    AvroDeserializer deserializer = new AvroDeserializer();
    deserializer.configure(Map.of("schema.registry.url", registry), false);
    return deserializer;
  }
}
