package io.threadmark.schema.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes Avro records in Confluent's wire format, registering a schema under {@code <topic>-value}
 * when it is first used. Any thread may use one instance. Settings: see {@link SchemaRegistry}.
 */
public final class AvroSerializer implements Serializer<SpecificRecord> {
  /** What one thread reuses, so that a record costs no allocation beyond its own bytes. */
  private static final class Scratch {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    final Map<Schema, SpecificDatumWriter<SpecificRecord>> writers = new HashMap<>();
    BinaryEncoder encoder;
  }

  private static final int KEEP_BYTES = 256 * 1024;

  private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);
  private SchemaRegistry registry;

  @Override
  public void configure(Map<String, ?> config, boolean isKey) {
    if (isKey) {
      throw new IllegalArgumentException("keys are text, never Avro");
    }
    registry = new SchemaRegistry(config);
  }

  /**
   * Registers a schema ahead of the first record, so that none has to wait for the registry.
   *
   * @throws RegistryRefusedException where it is incompatible with what the subject holds
   * @throws RegistryUnavailableException where no registry answers
   */
  public void register(String topic, Schema schema) {
    registry.register(topic + "-value", schema);
  }

  @Override
  public byte[] serialize(String topic, SpecificRecord record) {
    if (record == null) {
      return null;
    }
    int id = registry.register(topic + "-value", record.getSchema());
    Scratch mine = scratch.get();
    mine.bytes.reset();
    try {
      WireFormat.writeHeader(mine.bytes, id);
      mine.encoder = EncoderFactory.get().directBinaryEncoder(mine.bytes, mine.encoder);
      mine.writers
          .computeIfAbsent(
              record.getSchema(),
              schema ->
                  new SpecificDatumWriter<>(schema, SpecificData.getForClass(record.getClass())))
          .write(record, mine.encoder);
      return mine.bytes.toByteArray();
    } catch (IOException | AvroRuntimeException e) {
      throw new SerializationException("cannot write " + record.getSchema().getFullName(), e);
    } finally {
      if (mine.bytes.size() > KEEP_BYTES) {
        scratch.remove(); // one large record must not hold its size for good
      }
    }
  }
}
