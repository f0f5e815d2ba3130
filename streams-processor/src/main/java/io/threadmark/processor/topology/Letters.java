package io.threadmark.processor.topology;

import io.threadmark.schema.DeadLetter;
import io.threadmark.schema.Topics;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Writes the dead letters of a stage. */
final class Letters {
  /** A value that is larger is not kept. */
  static final int MAX_KEPT_BYTES = 4 * 1024 * 1024;

  private final String stage;
  private final Serializer<SpecificRecord> values;

  /**
   * @param values writes values of topics that are not internal, as they stood there
   */
  Letters(String stage, Serializer<SpecificRecord> values) {
    this.stage = stage;
    this.values = values;
  }

  /** A letter about a record as it stood in a topic. */
  DeadLetter letter(
      String reason,
      String message,
      Record<byte[], byte[]> record,
      RecordMetadata origin,
      Throwable cause) {
    byte[] value = record.value();
    return DeadLetter.newBuilder()
        .setReason(reason)
        .setMessage(message)
        .setStage(stage)
        .setTopic(origin == null ? "" : origin.topic())
        .setPartition(origin == null ? -1 : origin.partition())
        .setOffset(origin == null ? -1 : origin.offset())
        .setRecordTime(Instant.ofEpochMilli(record.timestamp()))
        .setKey(record.key() == null ? null : ByteBuffer.wrap(record.key()))
        .setValue(value == null || value.length > MAX_KEPT_BYTES ? null : ByteBuffer.wrap(value))
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
