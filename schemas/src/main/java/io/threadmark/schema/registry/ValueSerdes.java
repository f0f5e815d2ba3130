package io.threadmark.schema.registry;

import io.threadmark.schema.settings.Setting;
import io.threadmark.schema.settings.Settings;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * The serializer and deserializer of record values, chosen by class name, the Kafka way: any that
 * writes and reads Avro's specific records will do, Confluent's own among them.
 */
public final class ValueSerdes {
  static {
    AvroLimits.set();
  }

  public static final Setting<String> REGISTRY_URL =
      Setting.text(
          "schema.registry.url",
          null,
          "the schema registry's base address (its Confluent API), several between commas");

  public static final Setting<String> SERIALIZER =
      Setting.text(
          "kafka.value.serializer", AvroSerializer.class.getName(), "class that writes values");

  public static final Setting<String> DESERIALIZER =
      Setting.text(
          "kafka.value.deserializer", AvroDeserializer.class.getName(), "class that reads values");

  private ValueSerdes() {}

  /**
   * The serializer that the settings name, configured.
   *
   * @throws IllegalArgumentException where there is no such class, or it refuses its settings
   */
  @SuppressWarnings("unchecked")
  public static Serializer<SpecificRecord> serializer(Settings settings) {
    Serializer<SpecificRecord> serializer =
        (Serializer<SpecificRecord>) instance(settings, SERIALIZER, Serializer.class);
    serializer.configure(config(settings), false);
    return serializer;
  }

  /** The deserializer that the settings name, configured; see {@link #serializer(Settings)}. */
  @SuppressWarnings("unchecked")
  public static Deserializer<SpecificRecord> deserializer(Settings settings) {
    Deserializer<SpecificRecord> deserializer =
        (Deserializer<SpecificRecord>) instance(settings, DESERIALIZER, Deserializer.class);
    deserializer.configure(config(settings), false);
    return deserializer;
  }

  /** A client of the registry that the settings name. */
  public static SchemaRegistry registry(Settings settings) {
    return new SchemaRegistry(config(settings));
  }

  private static Map<String, Object> config(Settings settings) {
    Map<String, Object> config = new HashMap<>(settings.under("kafka"));
    settings
        .under("schema.registry")
        .forEach((name, value) -> config.put("schema.registry." + name, value));
    settings
        .under("schema.registry.basic.auth")
        .forEach((name, value) -> config.put("basic.auth." + name, value));
    if (config.containsKey(SchemaRegistry.USER_INFO_CONFIG)) {
      // Confluent's client does not look at the password unless it is told where one is.
      config.putIfAbsent("basic.auth.credentials.source", "USER_INFO");
    }
    config.put(SchemaRegistry.URL_CONFIG, settings.get(REGISTRY_URL));
    config.putIfAbsent("specific.avro.reader", "true");
    config.putIfAbsent("avro.use.logical.type.converters", "true");
    return config;
  }

  private static Object instance(Settings settings, Setting<String> setting, Class<?> wanted) {
    String name = settings.get(setting);
    try {
      return wanted.cast(Class.forName(name).getDeclaredConstructor().newInstance());
    } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
      throw new IllegalArgumentException(
          setting.environmentName() + " names a class that cannot be used: " + name, e);
    }
  }
}
