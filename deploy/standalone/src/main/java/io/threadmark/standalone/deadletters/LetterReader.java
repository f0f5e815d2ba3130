package io.threadmark.standalone.deadletters;

import io.threadmark.schema.DeadLetter;
import io.threadmark.schema.registry.RegistryFailure;
import io.threadmark.schema.registry.ValueSerdes;
import io.threadmark.standalone.cli.CommandFailedException;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/** Takes records of the topic of dead letters for the letters that they are. */
final class LetterReader {
  private final Deserializer<SpecificRecord> deserializer;

  LetterReader(Deserializer<SpecificRecord> deserializer) {
    this.deserializer = deserializer;
  }

  /**
   * Reads one; what cannot be read is no error here, but found as such.
   *
   * @throws CommandFailedException where the registry does not answer, so that nothing can be read
   */
  FoundLetter read(ConsumerRecord<byte[], byte[]> stored) {
    SpecificRecord content;
    try {
      content = deserializer.deserialize(stored.topic(), stored.value());
    } catch (RuntimeException e) {
      return FoundLetter.unreadable(stored, problem(e));
    }
    if (content instanceof DeadLetter letter) {
      LetterAddress address = FoundLetter.address(stored);
      Instant time = Instant.ofEpochMilli(stored.timestamp());
      return FoundLetter.readable(
          stored, new Letter(address, time, stored.serializedValueSize(), letter));
    }
    return FoundLetter.unreadable(stored, "it is no dead letter but " + nameOf(content));
  }

  private static String problem(RuntimeException failure) {
    RegistryFailure kind = RegistryFailure.of(failure);
    if (kind == RegistryFailure.UNKNOWN_SCHEMA) {
      return "the schema registry does not know its schema: is it the right one?";
    }
    if (kind == RegistryFailure.OF_THE_RECORD) {
      return "it cannot be read: " + failure.getMessage();
    }
    throw new CommandFailedException(
        "dead letters cannot be read without the schema registry (%s): %s"
            .formatted(ValueSerdes.REGISTRY_URL.environmentName(), reason(failure)),
        failure);
  }

  private static String nameOf(SpecificRecord content) {
    return content == null ? "nothing" : content.getSchema().getFullName();
  }

  /** What a deserializer says, and what the registry's client said to it. */
  private static String reason(RuntimeException failure) {
    Throwable cause = failure.getCause();
    return cause == null ? failure.getMessage() : failure.getMessage() + ": " + cause.getMessage();
  }
}
