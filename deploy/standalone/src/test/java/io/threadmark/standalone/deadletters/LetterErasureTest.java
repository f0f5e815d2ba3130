package io.threadmark.standalone.deadletters;

import static io.threadmark.standalone.deadletters.SampleLetters.bytes;
import static io.threadmark.standalone.deadletters.SampleLetters.content;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadmark.schema.Topics;
import io.threadmark.standalone.cli.CommandFailedException;
import io.threadmark.standalone.cli.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LetterErasureTest {
  private static final TopicPartition FIRST = new TopicPartition(Topics.DEAD_LETTERS.name(), 0);
  private static final TopicPartition SECOND = new TopicPartition(Topics.DEAD_LETTERS.name(), 1);
  private static final Clock CLOCK = Clock.fixed(SampleLetters.TIME, ZoneOffset.UTC);

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Console console = new Console(new PrintStream(printed, true), false);
  private final ReadingProgress progress = new ReadingProgress(console);
  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final List<String> deleted = new ArrayList<>();
  private ErasureReport report = new ErasureReport(console, progress, false);

  @BeforeEach
  void twoPartitions() {
    consumer.updatePartitions(
        FIRST.topic(), List.of(info(FIRST.partition()), info(SECOND.partition())));
    consumer.updateBeginningOffsets(Map.of(FIRST, 20L, SECOND, 0L));
    ends(21, 0);
  }

  @Test
  void aLookCountsAndNamesThePartitionsThatAreConcerned() throws InterruptedException {
    report = new ErasureReport(console, progress, true);
    ends(22, 1);
    put(FIRST, 20, "p/h/a", "1");
    put(FIRST, 21, "p/h/b", "2");
    put(SECOND, 0, "p/h/b", "3");

    assertThat(erasure().look()).containsExactly(FIRST);
    report.end();

    assertThat(printed())
        .isEqualTo(
            """
            partition 0: 1 of 2 letters would be erased, and 1 written again
            3 letters read: 1 would be erased, 2 kept
            Nothing was changed. To erase them, say --yes and not --dry-run.
            """);
  }

  @Test
  void whereNothingIsToGoThatIsSaid() throws InterruptedException {
    put(FIRST, 20, "p/h/b", "1");

    assertThat(erasure().look()).isEmpty();
    report.end();

    assertThat(printed()).isEqualTo("None of 1 dead letters is of that kind.\n");
  }

  @Test
  void whatCannotBeReadIsToldAndKept() throws InterruptedException {
    ends(22, 0);
    put(FIRST, 20, "p/h/b", "garbage");
    put(FIRST, 21, "p/h/a", "garbage");

    assertThat(erasure().look()).containsExactly(FIRST);

    assertThat(report.problems())
        .containsExactly("letter 0:20 is kept: it cannot be read: no Avro");
  }

  @Test
  void whatStaysIsWrittenAgainAsItWasBeforeAnythingIsDeleted() throws InterruptedException {
    ends(24, 0);
    put(FIRST, 20, "p/h/b", "1");
    put(FIRST, 21, "p/h/a", "2");
    put(FIRST, 23, "p/h/c", "garbage"); // between them ended a transaction
    put(FIRST, 24, "p/h/a", "it came too late");
    StampedProducer producer = new StampedProducer(sent -> true);

    erasure()
        .erase(
            FIRST,
            new KeptLetters(producer, CLOCK),
            (partition, end) -> {
              assertThat(producer.commitCount()).isEqualTo(1);
              assertThat(producer.transactionInFlight()).isFalse();
              deleted.add(partition + " " + end);
            });

    assertThat(producer.history())
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactly(written(20, "p/h/b", "1"), written(23, "p/h/c", "garbage"));
    assertThat(deleted).containsExactly("threadmark.dead-letters-0 24");
    assertThat(printed())
        .isEqualTo("partition 0: 1 of 3 letters erased, 2 written again; it begins at 24 now\n");
  }

  @Test
  void aNewSegmentBeginsOnceTheBrokerKeepsTimes() throws InterruptedException {
    put(FIRST, 20, "p/h/b", "1");
    StampedProducer producer = new StampedProducer(sent -> sent >= 2);

    erasure().erase(FIRST, new KeptLetters(producer, CLOCK), this::delete);

    assertThat(producer.history())
        .as("what began the segment was given up")
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactly(written(20, "p/h/b", "1"));
    assertThat(deleted).hasSize(1);
  }

  @Test
  void lettersThatWouldLoseTheirTimeAreNotCommittedAndNothingIsDeleted() {
    put(FIRST, 20, "p/h/b", "1");
    StampedProducer producer = new StampedProducer(sent -> sent == 0);

    assertThatThrownBy(() -> erasure().erase(FIRST, new KeptLetters(producer, CLOCK), this::delete))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("message.timestamp.type");

    assertThat(producer.history()).isEmpty();
    assertThat(deleted).isEmpty();
  }

  @Test
  void oneThatIsOvertakenByAnotherDeletesNothing() {
    StampedProducer producer = new StampedProducer(sent -> true);
    KeptLetters kept = new KeptLetters(producer, CLOCK);
    consumer.schedulePollTask(producer::fenceProducer);
    put(FIRST, 20, "p/h/b", "1");

    assertThatThrownBy(() -> erasure().erase(FIRST, kept, this::delete))
        .isInstanceOf(CommandFailedException.class)
        .hasMessage("another 'dead-letters erase' has begun, which ends this one");

    assertThat(deleted).isEmpty();
  }

  @Test
  void manyLettersAreCommittedInSeveralTransactions() throws InterruptedException {
    StampedProducer producer = new StampedProducer(sent -> true);
    KeptLetters kept = new KeptLetters(producer, CLOCK);

    for (int offset = 0; offset < 1_001; offset++) {
      kept.write(stored(FIRST, offset, "p/h/b", "1"));
    }
    assertThat(producer.commitCount()).isEqualTo(2);
    kept.commit();
    assertThat(producer.commitCount()).isEqualTo(3);
    kept.commit();

    assertThat(producer.commitCount()).as("nothing is left to commit").isEqualTo(3);
    assertThat(producer.history()).hasSize(1_001);
  }

  private void ends(long first, long second) {
    consumer.updateEndOffsets(new HashMap<>(Map.of(FIRST, first, SECOND, second)));
  }

  private LetterErasure erasure() {
    return new LetterErasure(
        new CommittedRecords(consumer, progress),
        new LetterReader((topic, value) -> read(new String(value, StandardCharsets.UTF_8))),
        new ErasureSelection(List.of("p/h/a"), List.of(), LetterFilter.ALL),
        report);
  }

  private void delete(TopicPartition partition, long end) {
    deleted.add(partition + " " + end);
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  /** The content of a letter stands for itself; its key is the record's anyway. */
  private static SpecificRecord read(String value) {
    if (value.equals("garbage")) {
      throw new SerializationException("no Avro");
    }
    return content("invalid").setKey(null).setValue(bytes(value)).build();
  }

  private static ProducerRecord<byte[], byte[]> written(long offset, String key, String value) {
    ConsumerRecord<byte[], byte[]> stored = stored(FIRST, offset, key, value);
    return new ProducerRecord<>(
        stored.topic(),
        stored.partition(),
        stored.timestamp(),
        stored.key(),
        stored.value(),
        stored.headers());
  }

  private static ConsumerRecord<byte[], byte[]> stored(
      TopicPartition partition, long offset, String key, String value) {
    byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
    byte[] valueBytes = value.getBytes(StandardCharsets.UTF_8);
    return new ConsumerRecord<>(
        partition.topic(),
        partition.partition(),
        offset,
        SampleLetters.TIME.toEpochMilli() + offset,
        TimestampType.LOG_APPEND_TIME,
        keyBytes.length,
        valueBytes.length,
        keyBytes,
        valueBytes,
        new RecordHeaders(List.of(new RecordHeader("trace", valueBytes))),
        Optional.empty());
  }

  /** The mock takes records of assigned partitions only, and so at its next poll. */
  private void put(TopicPartition partition, long offset, String key, String value) {
    consumer.schedulePollTask(
        () -> {
          if (consumer.assignment().contains(partition)) {
            consumer.addRecord(stored(partition, offset, key, value));
          }
        });
  }

  private static PartitionInfo info(int partition) {
    Node node = new Node(0, "localhost", 9092);
    return new PartitionInfo(FIRST.topic(), partition, node, new Node[] {node}, new Node[] {node});
  }
}
