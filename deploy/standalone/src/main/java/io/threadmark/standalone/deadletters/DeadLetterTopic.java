package io.threadmark.standalone.deadletters;

import io.threadmark.schema.Topics;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Reads dead letters: all that are there now, or the one of an address. */
final class DeadLetterTopic {
  private static final String NAME = Topics.DEAD_LETTERS.name();

  private final CommittedRecords source;
  private final LetterReader reader;

  DeadLetterTopic(CommittedRecords source, LetterReader reader) {
    this.source = source;
    this.reader = reader;
  }

  /**
   * Reads every letter that is there when it begins, those of a partition in their order.
   *
   * @param after passes over those that are older, if it is given
   */
  void readAll(Optional<Instant> after, LetterVisitor visitor) throws InterruptedException {
    List<TopicPartition> partitions = source.partitions(NAME);
    Map<TopicPartition, Long> ends = source.ends(partitions);
    Map<TopicPartition, Long> begins = new HashMap<>(source.beginnings(partitions));
    // No answer does not mean that there is none: Kafka searches only the first segment that had
    // something of that time, even where all of it was deleted since. So read such a one whole.
    after.ifPresent(time -> begins.putAll(source.since(time.toEpochMilli(), partitions)));
    source.read(
        begins,
        ends,
        found -> {
          if (after.isEmpty() || found.timestamp() >= after.get().toEpochMilli()) {
            reader.read(found).tell(visitor);
          }
        });
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
          reader.read(letter).tell(visitor);
        });
    if (!found[0]) {
      visitor.missing(
          address,
          "there is no letter at that offset: it ends a transaction, or is of one that was given up");
    }
  }
}
