package io.threadmark.follow.kafka;

import io.threadmark.follow.manifest.ExportRefusedException;
import io.threadmark.follow.part.ThreadChange;
import io.threadmark.schema.Key;
import io.threadmark.schema.LabeledThread;
import io.threadmark.schema.registry.RegistryFailure;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/** Says what a record of labeled threads means. */
final class RecordReader implements AutoCloseable {
  private final Deserializer<SpecificRecord> values;

  RecordReader(Deserializer<SpecificRecord> values) {
    this.values = values;
  }

  /**
   * Reads one.
   *
   * @throws RegistryAwayException where it can be read once the registry answers
   * @throws ExportRefusedException where nobody can read it: an export without it would have a gap
   */
  ThreadChange read(ConsumerRecord<byte[], byte[]> found) {
    try {
      Key key = Key.parse(found.key());
      LabeledThread thread = (LabeledThread) values.deserialize(found.topic(), found.value());
      return new ThreadChange(
          found.partition(),
          found.offset(),
          Instant.ofEpochMilli(found.timestamp()),
          key.project(),
          key.id(),
          thread);
    } catch (RuntimeException e) {
      RegistryFailure about = RegistryFailure.of(e);
      if (about == RegistryFailure.AWAY || about == RegistryFailure.REFUSES) {
        throw new RegistryAwayException("the schema registry does not serve: " + e.getMessage(), e);
      }
      throw new ExportRefusedException(
          "the record of %s at offset %d of partition %d cannot be read, and without it the export would have a gap: %s"
              .formatted(found.topic(), found.offset(), found.partition(), e.getMessage()),
          e);
    }
  }

  @Override
  public void close() {
    values.close();
  }

  /** Trying again may help. */
  static final class RegistryAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RegistryAwayException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
