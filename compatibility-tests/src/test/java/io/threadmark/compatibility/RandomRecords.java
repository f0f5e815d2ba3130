package io.threadmark.compatibility;

import io.threadmark.schema.Topic;
import io.threadmark.schema.registry.AvroDeserializer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;

/** Records of a topic with anything in every field that its schema allows. */
final class RandomRecords {
  static {
    // Avro asks for its bounds when it is first used, which in this JVM is here.
    new AvroDeserializer().close();
  }

  private RandomRecords() {}

  static List<SpecificRecord> of(Topic topic, int count, long seed) {
    Schema schema = SpecificData.get().getSchema(topic.valueType());
    List<SpecificRecord> records = new ArrayList<>();
    for (Object random : new RandomData(schema, count, seed)) {
      records.add(specific(schema, random));
    }
    return records;
  }

  /** Random data are generic; their bytes are read as what a program would have. */
  private static SpecificRecord specific(Schema schema, Object random) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    try {
      new GenericDatumWriter<>(schema).write(random, encoder);
      encoder.flush();
      return new SpecificDatumReader<SpecificRecord>(schema)
          .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
