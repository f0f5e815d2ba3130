package io.threadmark.standalone.deadletters;

import io.threadmark.schema.Topics;
import io.threadmark.standalone.cli.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Erases letters, a partition after the other. Kafka deletes a partition only from its beginning
 * on, so those that are to stay are first written again behind the others.
 */
final class LetterErasure {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final CommittedRecords source;
  private final LetterReader reader;
  private final ErasureSelection selection;
  private final ErasureReport report;

  /** Deletes all records of a partition that stand before an offset. */
  @FunctionalInterface
  interface Deletion {
    void deleteBefore(TopicPartition partition, long end) throws InterruptedException;
  }

  LetterErasure(
      CommittedRecords source,
      LetterReader reader,
      ErasureSelection selection,
      ErasureReport report) {
    this.source = source;
    this.reader = reader;
    this.selection = selection;
    this.report = report;
  }

  /** Counts what would be erased, and says which partitions have some of it. */
  List<TopicPartition> look() throws InterruptedException {
    List<TopicPartition> partitions = source.partitions(Topics.DEAD_LETTERS.name());
    Map<Integer, ErasureTally> tallies = new TreeMap<>();
    partitions.forEach(partition -> tallies.put(partition.partition(), new ErasureTally()));
    source.read(
        source.beginnings(partitions),
        source.ends(partitions),
        stored -> {
          FoundLetter found = reader.read(stored);
          boolean taken = selection.takes(found);
          tallies.get(stored.partition()).count(taken);
          if (!taken) {
            found.problem().ifPresent(problem -> report.unreadable(found.address(), problem));
          }
        });
    tallies.forEach(report::looked);
    return partitions.stream()
        .filter(partition -> tallies.get(partition.partition()).erased() > 0)
        .toList();
  }

  /**
   * Erases those of a partition that stand there when it begins. Whatever ends it before its end
   * leaves letters twice, and loses none.
   *
   * @throws CommandFailedException where Kafka does not get on
   */
  void erase(TopicPartition partition, KeptLetters kept, Deletion deletion)
      throws InterruptedException {
    long segment = kept.beginSegment(partition);
    long end = endBeyond(segment, partition);
    ErasureTally tally = new ErasureTally();
    source.read(
        source.beginnings(List.of(partition)),
        Map.of(partition, end),
        stored -> {
          boolean taken = selection.takes(reader.read(stored));
          tally.count(taken);
          if (!taken) {
            kept.write(stored);
          }
        });
    kept.commit();
    deletion.deleteBefore(partition, end);
    report.erased(partition.partition(), tally, end);
  }

  /** What others have open there ends at some time, and is not to be read before. */
  private long endBeyond(long offset, TopicPartition partition) throws InterruptedException {
    long[] end = new long[1];
    Waiting.until(
        "the transactions that are open in " + partition,
        PATIENCE,
        () -> {
          end[0] = source.ends(List.of(partition)).get(partition);
          return end[0] > offset
              ? Optional.empty()
              : Optional.of("one has been open since offset " + end[0]);
        });
    return end[0];
  }
}
