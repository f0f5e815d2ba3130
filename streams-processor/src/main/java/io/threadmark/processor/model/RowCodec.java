package io.threadmark.processor.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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
 * version is ours and stands in the row itself, so that recovery never asks a registry.
 */
public final class RowCodec<T extends SpecificRecord> {
  /** The version of the schemas that rows are written with. */
  public static final byte VERSION = 1;

  private final SpecificDatumWriter<T> writer;
  private final SpecificDatumReader<T> reader;
  private final ThreadLocal<BinaryDecoder> decoder = new ThreadLocal<>();

  public RowCodec(Class<T> type) {
    Schema schema = SpecificData.get().getSchema(type);
    SpecificData data = SpecificData.getForClass(type);
    writer = new SpecificDatumWriter<>(schema, data);
    reader = new SpecificDatumReader<>(schema, schema, data);
  }

  public byte[] write(T row) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    bytes.write(VERSION);
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    try {
      writer.write(row, encoder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Reads a row; null stays null. */
  public T read(byte[] bytes) {
    if (bytes == null) {
      return null;
    }
    if (bytes[0] != VERSION) {
      throw new IllegalStateException(
          "the state was written by version " + bytes[0] + " and this one reads " + VERSION);
    }
    BinaryDecoder mine =
        DecoderFactory.get().binaryDecoder(bytes, 1, bytes.length - 1, decoder.get());
    decoder.set(mine);
    try {
      return reader.read(null, mine);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
