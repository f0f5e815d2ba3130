package io.threadmark.processor.stage;

import io.threadmark.schema.DeadLetter;
import io.threadmark.schema.Topics;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Writes the dead letters of a stage. */
public final class Letters {
  /** A value that is larger is not kept. */
  static final int MAX_KEPT_BYTES = 4 * 1024 * 1024;

  /** No key of a thing is nearly as large; of a record with such a key, neither is kept. */
  private static final int MAX_KEPT_KEY_BYTES = 64 * 1024;

  private final String stage;
  private final Serializer<SpecificRecord> values;

  /**
   * @param values writes values of topics that are not internal, as they stood there
   */
  public Letters(String stage, Serializer<SpecificRecord> values) {
    this.stage = stage;
    this.values = values;
  }

  /** A letter about a record as it stood in a topic. */
  public DeadLetter letter(
      String reason,
      String message,
      Record<byte[], byte[]> record,
      RecordMetadata origin,
      Throwable cause) {
    byte[] key = record.key();
    if (key != null && key.length > MAX_KEPT_KEY_BYTES) {
      key = null;
    }
    boolean keep =
        record.value() != null
            && record.value().length <= MAX_KEPT_BYTES
            && (record.key() == null || key != null);
    return DeadLetter.newBuilder()
        .setReason(reason)
        .setMessage(message)
        .setStage(stage)
        .setTopic(origin == null ? "" : origin.topic())
        .setPartition(origin == null ? -1 : origin.partition())
        .setOffset(origin == null ? -1 : origin.offset())
        .setRecordTime(Instant.ofEpochMilli(record.timestamp()))
        .setKey(key == null ? null : ByteBuffer.wrap(key))
        .setValue(keep ? ByteBuffer.wrap(record.value()) : null)
        .setException(cause == null ? null : cause.getClass().getName())
        .setStackDigest(cause == null ? null : StackDigest.of(cause))
        .build();
  }

  /** A letter about a record that was read well, and that the stage failed on. */
  DeadLetter failed(
      Record<byte[], SpecificRecord> record, RecordMetadata origin, RuntimeException cause) {
    // Not the exception's own words: they may hold what the record holds.
    String message = "the stage failed on it: " + cause.getClass().getSimpleName();
    return letter(
        "failed", message, record.withValue(bytes(origin, record.value())), origin, cause);
  }

  private byte[] bytes(RecordMetadata origin, SpecificRecord value) {
    if (value == null) {
      return null;
    }
    boolean ofTopic =
        origin != null
            && Topics.named(origin.topic()).filter(topic -> !topic.internal()).isPresent();
    return ofTopic ? values.serialize(origin.topic(), value) : RowSerde.bytes(value);
  }
}
