package io.threadmark.standalone;

import io.threadmark.schema.DeadLetter;
import io.threadmark.schema.Topics;
import io.threadmark.schema.registry.RegistryFailure;
import io.threadmark.schema.registry.ValueSerdes;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads dead letters: all that are there now, or the one of an address. */
final class DeadLetterTopic {
  private static final String NAME = Topics.DEAD_LETTERS.name();

  private final CommittedRecords source;
  private final Deserializer<SpecificRecord> deserializer;

  DeadLetterTopic(CommittedRecords source, Deserializer<SpecificRecord> deserializer) {
    this.source = source;
    this.deserializer = deserializer;
  }

  /**
   * Reads every letter that is there when it begins, those of a partition in their order.
   *
   * @param after passes over those that are older, if it is given
   */
  void readAll(Optional<Instant> after, LetterVisitor visitor) throws InterruptedException {
    List<TopicPartition> partitions = source.partitions(NAME);
    Map<TopicPartition, Long> ends = source.ends(partitions);
    Map<TopicPartition, Long> begins =
        after.isEmpty() ? source.beginnings(partitions) : new HashMap<>(ends);
    after.ifPresent(time -> begins.putAll(source.since(time.toEpochMilli(), partitions)));
    source.read(begins, ends, found -> visit(found, visitor));
  }

  /** Reads one letter. Where there is none, the visitor is told why. */
  void read(LetterAddress address, LetterVisitor visitor) throws InterruptedException {
    List<TopicPartition> partitions = source.partitions(NAME);
    TopicPartition partition = new TopicPartition(NAME, address.partition());
    if (!partitions.contains(partition)) {
      visitor.missing(
          address,
          "there is no such partition: %s has %d, from 0 on".formatted(NAME, partitions.size()));
      return;
    }
    long begin = source.beginnings(List.of(partition)).get(partition);
    long end = source.ends(List.of(partition)).get(partition);
    if (address.offset() < begin) {
      visitor.missing(
          address,
          "it is there no longer: letters are kept for %d days, and the partition begins at %d"
              .formatted(Topics.DEAD_LETTERS.retention().toDays(), begin));
    } else if (address.offset() >= end) {
      visitor.missing(address, "it is not there yet: the partition ends before " + end);
    } else {
      read(partition, address, visitor);
    }
  }

  private void read(TopicPartition partition, LetterAddress address, LetterVisitor visitor)
      throws InterruptedException {
    boolean[] found = new boolean[1];
    source.read(
        Map.of(partition, address.offset()),
        Map.of(partition, address.offset() + 1),
        letter -> {
          found[0] = true;
          visit(letter, visitor);
        });
    if (!found[0]) {
      visitor.missing(
          address,
          "there is no letter at that offset: it ends a transaction, or is of one that was given up");
    }
  }

  private void visit(ConsumerRecord<byte[], byte[]> found, LetterVisitor visitor)
      throws InterruptedException {
    LetterAddress address = new LetterAddress(found.partition(), found.offset());
    SpecificRecord content;
    try {
      content = deserializer.deserialize(NAME, found.value());
    } catch (RuntimeException e) {
      if (RegistryFailure.of(e) == RegistryFailure.UNKNOWN_SCHEMA) {
        visitor.missing(
            address, "the schema registry does not know its schema: is it the right one?");
      } else if (RegistryFailure.of(e) == RegistryFailure.OF_THE_RECORD) {
        visitor.missing(address, "it cannot be read: " + e.getMessage());
      } else {
        throw new CommandFailedException(
            "dead letters cannot be read without the schema registry (%s): %s"
                .formatted(ValueSerdes.REGISTRY_URL.environmentName(), reason(e)),
            e);
      }
      return;
    }
    if (content instanceof DeadLetter letter) {
      Instant time = Instant.ofEpochMilli(found.timestamp());
      visitor.letter(new Letter(address, time, found.serializedValueSize(), letter));
    } else {
      visitor.missing(address, "it is no dead letter but " + nameOf(content));
    }
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
