package io.threadmark.processor.stage;

import io.threadmark.processor.store.RowCodec;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Serdes of hops: values that only this application writes and reads. */
public final class RowSerde {

  private RowSerde() {}

  /** A value as its hop has it. */
  public static byte[] bytes(SpecificRecord value) {
    return of(value.getClass()).serializer().serialize(null, value);
  }

  /** The serde of one type of hop, seen as any record. */
  public static <T extends SpecificRecord> Serde<SpecificRecord> of(Class<T> type) {
    RowCodec<T> codec = new RowCodec<>(type);
    return Serdes.serdeFrom(
        (topic, value) -> codec.write(type.cast(value)), (topic, bytes) -> codec.read(bytes));
  }
}
