package io.threadmark.processor.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * Rows and hops as bytes: one byte for the version of the state's schemas, then Avro binary. The
 * version is ours and stands in the row itself, so that recovery never asks a registry. A row of a
 * former version is read with the schema that wrote it; see {@link StateSchemas}.
 */
public final class RowCodec<T extends SpecificRecord> {
  private static final ThreadLocal<BinaryDecoder> DECODER = new ThreadLocal<>();

  private final Class<T> type;
  private final Schema schema;
  private final SpecificDatumWriter<T> writer;
  private final Map<Byte, SpecificDatumReader<T>> readers = new ConcurrentHashMap<>();

  public RowCodec(Class<T> type) {
    this.type = type;
    schema = SpecificData.get().getSchema(type);
    writer = new SpecificDatumWriter<>(schema, SpecificData.getForClass(type));
    readers.put(StateSchemas.VERSION, readerOf(schema));
  }

  public byte[] write(T row) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    bytes.write(StateSchemas.VERSION);
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    try {
      writer.write(row, encoder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads a row; null stays null.
   *
   * @throws UnknownVersionException where a version wrote it that this one does not know
   */
  public T read(byte[] bytes) {
    if (bytes == null) {
      return null;
    }
    SpecificDatumReader<T> reader = readers.computeIfAbsent(bytes[0], this::readerOfVersion);
    BinaryDecoder mine =
        DecoderFactory.get().binaryDecoder(bytes, 1, bytes.length - 1, DECODER.get());
    DECODER.set(mine);
    try {
      return reader.read(null, mine);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SpecificDatumReader<T> readerOfVersion(byte version) {
    return readerOf(StateSchemas.of(version, type));
  }

  private SpecificDatumReader<T> readerOf(Schema written) {
    return new SpecificDatumReader<>(written, schema, SpecificData.getForClass(type));
  }
}
