package io.threadmark.schema.registry;

import java.io.EOFException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads Avro records in Confluent's wire format into the class of the writer's record name; fields
 * that only one side knows are resolved as Avro says. Any thread may use one instance. Settings:
 * see {@link SchemaRegistry}.
 *
 * <p>Throws {@link RegistryUnavailableException} where trying again may help, and another {@link
 * SerializationException} where it cannot.
 */
public final class AvroDeserializer implements Deserializer<SpecificRecord> {
  static {
    AvroLimits.set();
  }

  private final Map<Integer, DatumReader<SpecificRecord>> readers = new ConcurrentHashMap<>();
  private static final ThreadLocal<BinaryDecoder> DECODER = new ThreadLocal<>();
  private SchemaRegistry registry;

  @Override
  public void configure(Map<String, ?> config, boolean isKey) {
    if (isKey) {
      throw new IllegalArgumentException("keys are text, never Avro");
    }
    registry = new SchemaRegistry(config);
  }

  /**
   * Learns the id of a schema ahead of the first record, so that none has to wait for the registry.
   *
   * @throws RegistryRefusedException where it is incompatible with what the subject holds
   * @throws RegistryUnavailableException where no registry answers
   */
  public void learn(String topic, Schema schema) {
    registry.register(topic + "-value", schema);
  }

  @Override
  public SpecificRecord deserialize(String topic, byte[] bytes) {
    if (bytes == null) {
      return null;
    }
    if (bytes.length < WireFormat.HEADER_BYTES || bytes[0] != WireFormat.MAGIC) {
      throw new SerializationException("not in the wire format of a schema registry");
    }
    int id = WireFormat.readId(bytes);
    DatumReader<SpecificRecord> reader = readers.get(id);
    if (reader == null) {
      reader = readerOf(registry.byId(id));
      readers.put(id, reader);
    }
    BinaryDecoder mine =
        DecoderFactory.get()
            .binaryDecoder(
                bytes,
                WireFormat.HEADER_BYTES,
                bytes.length - WireFormat.HEADER_BYTES,
                DECODER.get());
    DECODER.set(mine);
    try {
      SpecificRecord record = reader.read(null, mine);
      if (!mine.isEnd()) {
        throw new SerializationException("bytes are left over behind the record");
      }
      return record;
    } catch (EOFException e) {
      throw new SerializationException("the record is cut short", e);
    } catch (IOException
        | AvroRuntimeException
        | IndexOutOfBoundsException
        | NegativeArraySizeException
        | UnsupportedOperationException
        | ClassCastException e) {
      throw new SerializationException("the record does not fit its schema", e);
    }
  }

  private static DatumReader<SpecificRecord> readerOf(Schema written) {
    if (written.getType() != Schema.Type.RECORD) {
      throw new SerializationException("the schema is not a record but " + written.getType());
    }
    Class<?> type = SpecificData.get().getClass(written);
    if (type == null) {
      throw new SerializationException("no class for " + written.getFullName());
    }
    Schema wanted = SpecificData.get().getSchema(type);
    return new SpecificDatumReader<>(written, wanted, SpecificData.getForClass(type));
  }
}
