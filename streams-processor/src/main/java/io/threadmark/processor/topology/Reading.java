package io.threadmark.processor.topology;

import io.threadmark.processor.stage.DeadRecords;
import io.threadmark.processor.stage.Letters;
import io.threadmark.processor.stage.StoreRows;
import io.threadmark.schema.DeadLetter;
import io.threadmark.schema.Key;
import io.threadmark.schema.Topic;
import io.threadmark.schema.registry.RegistryFailure;
import java.util.Arrays;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Reads what stands in an input topic: the event, or a dead letter that says why it is none.
 * Nothing behind it sees a record that it could not take whole.
 */
final class Reading implements FixedKeyProcessor<byte[], byte[], SpecificRecord> {
  /** The gateway takes 1 MiB of JSON; Avro of it is smaller. */
  private static final int MAX_EVENT_BYTES = 1024 * 1024 + 64 * 1024;

  /** Says why a record goes to the dead letters. */
  private static final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final String reason;

    UnreadableException(String reason, String message) {
      this(reason, message, null);
    }

    UnreadableException(String reason, String message, RuntimeException cause) {
      super(message == null ? "no reason given" : message, cause);
      this.reason = reason;
    }
  }

  private final Letters letters;
  private final String deadStore;
  private final Topic topic;
  private final int partitions;
  private final Deserializer<SpecificRecord> deserializer;
  private FixedKeyProcessorContext<byte[], SpecificRecord> context;

  /**
   * @param deadStore keeps what is a dead letter, for those who wait for it; null where nobody can
   */
  Reading(
      Letters letters,
      Topic topic,
      int partitions,
      Deserializer<SpecificRecord> deserializer,
      String deadStore) {
    this.letters = letters;
    this.deadStore = deadStore;
    this.topic = topic;
    this.partitions = partitions;
    this.deserializer = deserializer;
  }

  @Override
  public void init(FixedKeyProcessorContext<byte[], SpecificRecord> context) {
    this.context = context;
  }

  @Override
  public void process(FixedKeyRecord<byte[], byte[]> record) {
    SpecificRecord read = read(record);
    if (deadStore != null && read instanceof DeadLetter letter) {
      DeadRecords.put(
          StoreRows.mutable(context.getStateStore(deadStore)),
          record.headers(),
          new DeadRecords.Death(letter.getReason(), letter.getMessage()),
          context.currentSystemTimeMs());
    }
    context.forward(record.withValue(read));
  }

  private SpecificRecord read(FixedKeyRecord<byte[], byte[]> record) {
    try {
      checkKey(record.key());
      SpecificRecord event = event(record.value());
      if (!isKeyOf(record.key(), event)) {
        throw new UnreadableException("invalid_key", "the key is not that of the event");
      }
      String problem = Validity.problem(event, record.timestamp());
      if (problem != null) {
        throw new UnreadableException("invalid", problem);
      }
      return event;
    } catch (UnreadableException e) {
      return letters.letter(
          e.reason,
          e.getMessage(),
          new Record<>(record.key(), record.value(), record.timestamp()),
          context.recordMetadata().orElse(null),
          e.getCause());
    }
  }

  private void checkKey(byte[] key) {
    if (key == null) {
      throw new UnreadableException("invalid_key", "the record has no key");
    }
    try {
      Key.parse(key);
    } catch (IllegalArgumentException e) {
      throw new UnreadableException("invalid_key", e.getMessage());
    }
    int expected = Utils.toPositive(Utils.murmur2(key)) % partitions;
    int actual = context.recordMetadata().map(RecordMetadata::partition).orElse(expected);
    if (expected != actual) {
      throw new UnreadableException(
          "wrong_partition",
          "the key belongs to partition "
              + expected
              + ", not "
              + actual
              + ": the producer must partition by murmur2 over the key's bytes");
    }
  }

  private static boolean isKeyOf(byte[] key, SpecificRecord event) {
    try {
      return Arrays.equals(Validity.keyOf(event).bytes(), key);
    } catch (IllegalArgumentException e) {
      return false; // its project or id is empty, and no key is
    }
  }

  private SpecificRecord event(byte[] value) {
    if (value == null) {
      throw new UnreadableException("unreadable", "the record has no value");
    }
    if (value.length > MAX_EVENT_BYTES) {
      throw new UnreadableException(
          "too_large", "the event has more than " + MAX_EVENT_BYTES + " bytes");
    }
    SpecificRecord event = deserialized(value);
    if (!topic.valueType().isInstance(event)) {
      throw new UnreadableException(
          "unreadable",
          "the topic holds "
              + topic.valueType().getSimpleName()
              + " and this is "
              + event.getSchema().getFullName());
    }
    return event;
  }

  private SpecificRecord deserialized(byte[] value) {
    try {
      return Patience.with(() -> deserializer.deserialize(topic.name(), value));
    } catch (RuntimeException e) {
      throw switch (RegistryFailure.of(e)) {
        case OF_THE_RECORD -> new UnreadableException("unreadable", e.getMessage(), e);
        case UNKNOWN_SCHEMA ->
            new UnreadableException("unknown_schema", "the registry does not know the schema", e);
        case AWAY, REFUSES -> e; // neither is the record's fault
      };
    }
  }
}
