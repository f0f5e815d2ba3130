package io.threadmark.standalone.deadletters;

import static io.threadmark.standalone.deadletters.SampleLetters.content;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadmark.schema.DeadLetter;
import io.threadmark.schema.Topics;
import io.threadmark.schema.registry.RegistryRefusedException;
import io.threadmark.schema.registry.RegistryUnavailableException;
import io.threadmark.standalone.cli.CommandFailedException;
import io.threadmark.standalone.cli.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadLetterTopicTest {
  private static final TopicPartition FIRST = new TopicPartition(Topics.DEAD_LETTERS.name(), 0);
  private static final TopicPartition SECOND = new TopicPartition(Topics.DEAD_LETTERS.name(), 1);

  private final MockConsumer<byte[], byte[]> consumer =
      new MockConsumer<>("earliest") {
        @Override
        public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
            Map<TopicPartition, Long> times) {
          return Map.of();
        }
      };
  private final ReadingProgress progress =
      new ReadingProgress(new Console(new PrintStream(new ByteArrayOutputStream()), false));
  private final DeadLetterTopic letters =
      new DeadLetterTopic(
          new CommittedRecords(consumer, progress),
          new LetterReader((topic, value) -> read(new String(value, StandardCharsets.UTF_8))));

  private final List<String> told = new ArrayList<>();
  private final LetterVisitor visitor =
      new LetterVisitor() {
        @Override
        public void letter(Letter letter) {
          told.add(letter.address() + " " + letter.content().getReason());
        }

        @Override
        public void missing(LetterAddress address, String reason) {
          told.add(address + " missing: " + reason);
        }
      };

  @BeforeEach
  void twoPartitions() {
    consumer.updatePartitions(
        FIRST.topic(), List.of(info(FIRST.partition()), info(SECOND.partition())));
    ends(10, 22, 0, 1);
  }

  @Test
  void allLettersAreReadUpToTheEndsOfTheBeginning() throws InterruptedException {
    put(FIRST, 10, "invalid");
    put(FIRST, 21, "invalid"); // between them ended a transaction
    put(FIRST, 22, "too late");
    put(SECOND, 0, "unreadable");

    letters.readAll(Optional.empty(), visitor);

    assertThat(told).containsExactlyInAnyOrder("0:10 invalid", "0:21 invalid", "1:0 unreadable");
  }

  @Test
  void aPartitionOfWhichKafkaNamesNoOffsetIsReadWholeAndOlderLettersArePassedOver()
      throws InterruptedException {
    put(FIRST, 10, "invalid");
    put(FIRST, 21, "invalid");
    put(SECOND, 0, "unreadable");

    letters.readAll(Optional.of(Instant.ofEpochMilli(1_021)), visitor);

    assertThat(told).containsExactly("0:21 invalid");
  }

  @Test
  void anEmptyTopicIsReadAtOnce() throws InterruptedException {
    ends(10, 10, 0, 0);

    letters.readAll(Optional.empty(), visitor);

    assertThat(told).isEmpty();
  }

  @Test
  void oneLetterIsReadByItsAddressAndAnotherAfterIt() throws InterruptedException {
    put(FIRST, 10, "invalid");
    put(FIRST, 11, "unreadable");

    letters.read(new LetterAddress(0, 10), visitor);
    letters.read(new LetterAddress(0, 11), visitor);

    assertThat(told).containsExactly("0:10 invalid", "0:11 unreadable");
  }

  @Test
  void anAddressWhereNothingIsSaysWhy() throws InterruptedException {
    put(FIRST, 10, "invalid");
    put(FIRST, 12, "invalid");

    letters.read(new LetterAddress(0, 11), visitor);
    letters.read(new LetterAddress(0, 9), visitor);
    letters.read(new LetterAddress(0, 22), visitor);
    letters.read(new LetterAddress(2, 0), visitor);

    assertThat(told)
        .containsExactly(
            "0:11 missing: there is no letter at that offset: it ends a transaction, or is of one that was given up",
            "0:9 missing: it is there no longer: letters are kept for 90 days, and the partition begins at 10",
            "0:22 missing: it is not there yet: the partition ends before 22",
            "2:0 missing: there is no such partition: threadmark.dead-letters has 2, from 0 on");
  }

  @Test
  void whatIsNoLetterIsToldAndTheRestGoesOn() throws InterruptedException {
    put(FIRST, 10, "garbage");
    put(FIRST, 11, "stranger");
    put(FIRST, 21, "invalid");
    put(SECOND, 0, "null");

    letters.readAll(Optional.empty(), visitor);

    assertThat(told)
        .containsExactlyInAnyOrder(
            "0:10 missing: it cannot be read: no Avro",
            "0:11 missing: the schema registry does not know its schema: is it the right one?",
            "0:21 invalid",
            "1:0 missing: it is no dead letter but nothing");
  }

  @Test
  void aRegistryThatIsAwayEndsTheCommand() {
    put(FIRST, 10, "away");

    assertThatThrownBy(() -> letters.readAll(Optional.empty(), visitor))
        .isInstanceOf(CommandFailedException.class)
        .hasMessage(
            "dead letters cannot be read without the schema registry (THREADMARK_SCHEMA_REGISTRY_URL): no answer");
  }

  @Test
  void aTopicThatIsNotThereIsTold() {
    consumer.updatePartitions(FIRST.topic(), List.of());

    assertThatThrownBy(() -> letters.readAll(Optional.empty(), visitor))
        .isInstanceOf(CommandFailedException.class)
        .hasMessage(
            "Kafka has no topic threadmark.dead-letters: create what is missing with 'bin/threadmark topics create'");
  }

  private static SpecificRecord read(String reason) {
    return switch (reason) {
      case "garbage" -> throw new SerializationException("no Avro");
      case "stranger" -> throw new RegistryRefusedException(404, "no such schema");
      case "away" -> throw new RegistryUnavailableException("no answer");
      case "null" -> null;
      default -> letter(reason);
    };
  }

  private static DeadLetter letter(String reason) {
    return content(reason).build();
  }

  private void ends(long firstBegin, long firstEnd, long secondBegin, long secondEnd) {
    consumer.updateBeginningOffsets(Map.of(FIRST, firstBegin, SECOND, secondBegin));
    consumer.updateEndOffsets(new HashMap<>(Map.of(FIRST, firstEnd, SECOND, secondEnd)));
  }

  /** The mock takes records of assigned partitions only, and so at its next poll. */
  private void put(TopicPartition partition, long offset, String reason) {
    consumer.schedulePollTask(
        () -> {
          if (consumer.assignment().contains(partition)) {
            consumer.addRecord(
                new ConsumerRecord<>(
                    partition.topic(),
                    partition.partition(),
                    offset,
                    1_000 + offset,
                    TimestampType.LOG_APPEND_TIME,
                    0,
                    reason.length(),
                    new byte[0],
                    reason.getBytes(StandardCharsets.UTF_8),
                    new RecordHeaders(),
                    Optional.empty()));
          }
        });
  }

  private static PartitionInfo info(int partition) {
    Node node = new Node(0, "localhost", 9092);
    return new PartitionInfo(FIRST.topic(), partition, node, new Node[] {node}, new Node[] {node});
  }
}
