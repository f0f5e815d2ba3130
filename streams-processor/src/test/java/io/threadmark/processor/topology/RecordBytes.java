package io.threadmark.processor.topology;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/** Values with the name of their record before them: serdes for tests that need no registry. */
final class RecordBytes {

  private RecordBytes() {}

  static final Serializer<SpecificRecord> SERIALIZER = (topic, value) -> write(value);

  static final Deserializer<SpecificRecord> DESERIALIZER = (topic, bytes) -> read(bytes);

  static byte[] write(SpecificRecord value) {
    if (value == null) {
      return null;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      new DataOutputStream(bytes).writeUTF(value.getSchema().getFullName());
      new SpecificDatumWriter<SpecificRecord>(
              value.getSchema(), SpecificData.getForClass(value.getClass()))
          .write(value, EncoderFactory.get().directBinaryEncoder(bytes, null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static SpecificRecord read(byte[] bytes) {
    if (bytes == null) {
      return null;
    }
    try (DataInputStream in = new DataInputStream(new java.io.ByteArrayInputStream(bytes))) {
      Class<?> type = Class.forName(in.readUTF());
      Schema schema = SpecificData.get().getSchema(type);
      return new SpecificDatumReader<SpecificRecord>(schema, schema, SpecificData.getForClass(type))
          .read(null, DecoderFactory.get().directBinaryDecoder(in, null));
    } catch (IOException | ClassNotFoundException e) {
      throw new SerializationException("not a record", e);
    }
  }
}
