package io.threadmark.standalone.deadletters;

import static io.threadmark.standalone.deadletters.SampleLetters.bytes;
import static io.threadmark.standalone.deadletters.SampleLetters.content;
import static io.threadmark.standalone.deadletters.SampleLetters.letter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadmark.schema.Topics;
import io.threadmark.standalone.cli.CommandFailedException;
import io.threadmark.standalone.cli.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

class ReplayTest {
  private static final int PARTITIONS = 4;
  private static final byte[] KEY = "default/t/t1".getBytes(StandardCharsets.UTF_8);
  private static final int HOME = Utils.toPositive(Utils.murmur2(KEY)) % PARTITIONS;
  private static final TopicPartition CLAIMS = new TopicPartition(Topics.CLAIMS.name(), 3);

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Console console = new Console(new PrintStream(printed, true), false);
  private final ReadingProgress progress = new ReadingProgress(console);
  private final MockConsumer<byte[], byte[]> origins = new MockConsumer<>("earliest");
  private MockProducer<byte[], byte[]> producer = producer(true);

  @Test
  void theRecordGoesBackAsItWasToThePartitionOfItsKey() throws InterruptedException {
    ReplayReport report = replay(false, letter(content("wrong_partition").build()));

    ProducerRecord<byte[], byte[]> written = producer.history().get(0);
    assertThat(written.topic()).isEqualTo("threadmark.traces");
    assertThat(written.partition()).isEqualTo(HOME);
    assertThat(written.key()).isEqualTo(KEY);
    assertThat(written.value()).asString().isEqualTo("value");
    assertThat(printed())
        .isEqualTo("letter 0:7  default/t/t1 written to threadmark.traces %d:0\n".formatted(HOME));
    assertThat(report.line()).isEqualTo("1 replayed, 0 refused");
  }

  @Test
  void aDryRunWritesNothing() throws InterruptedException {
    ReplayReport report = replay(true, letter(content("wrong_partition").build()));

    assertThat(producer.history()).isEmpty();
    assertThat(printed())
        .isEqualTo(
            "letter 0:7  default/t/t1 would be written to threadmark.traces partition %d\n"
                .formatted(HOME));
    assertThat(report.line()).isEqualTo("1 would be replayed, 0 refused");
  }

  @Test
  void whatCannotBeReplayedIsRefusedAndTheRestGoesOn() throws InterruptedException {
    ReplayReport report =
        replay(
            false,
            letter(content("too_large").setValue(null).build()),
            letter(content("invalid_key").setKey(null).build()),
            letter(content("failed").setTopic("threadmark.labeled-threads").build()),
            letter(content("failed").setTopic("app-identify-to-resolve-repartition").build()),
            letter(content("invalid").build()));

    assertThat(producer.history()).hasSize(1);
    assertThat(report.refused()).isEqualTo(4);
    assertThat(printed().lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("refused: no value was kept"),
            line -> assertThat(line).contains("refused: the record had no key"),
            line -> assertThat(line).contains("threadmark.labeled-threads takes no replays"),
            line -> assertThat(line).contains("repartition takes no replays"),
            line -> assertThat(line).contains("written to"));
  }

  @Test
  void twinsAreWrittenOnce() throws InterruptedException {
    ReplayReport report =
        replay(
            false,
            letter(new LetterAddress(0, 1), 0, content("unreadable").build()),
            letter(new LetterAddress(1, 5), 0, content("unreadable").setOffset(99).build()),
            letter(
                new LetterAddress(1, 6),
                0,
                content("unreadable").setValue(bytes("other")).build()));

    assertThat(producer.history()).hasSize(2);
    assertThat(printed()).contains("letter 1:5  has the same record as 0:1\n");
    assertThat(report.line()).isEqualTo("2 replayed, 0 refused, 1 with the same record as another");
    assertThat(report.refused()).isZero();
  }

  @Test
  void onlyWhatIsMeantIsReplayed() throws InterruptedException {
    LetterFilter filter =
        new LetterFilter(
            Optional.of("invalid"), Optional.empty(), Optional.empty(), Optional.empty());

    replay(
        filter, false, letter(content("unreadable").build()), letter(content("invalid").build()));

    assertThat(producer.history()).hasSize(1);
  }

  @Test
  void aHopIsReplayedOnlyWhileNoNewerOneOfItsKeyCame() throws InterruptedException {
    Letter hop = letter(content("failed").setTopic(CLAIMS.topic()).build());

    claims(18, new byte[] {1});
    assertThat(replay(false, hop).refused()).isZero();
    claims(19, KEY);
    assertThat(replay(false, hop).refused()).isEqualTo(1);

    assertThat(printed()).contains("a newer record of the same key stands in threadmark.claims");
  }

  @Test
  void whatKafkaRefusesIsToldAndTheRestGoesOn() throws InterruptedException {
    producer = producer(false);
    Replay replay = replay(LetterFilter.ALL, new ReplayReport(console, progress, false), false);
    replay.letter(letter(content("invalid").build()));
    replay.letter(letter(content("invalid").setValue(bytes("2")).build()));
    producer.errorNext(new RecordTooLargeException("too large"));
    producer.completeNext();
    replay.settle();

    assertThat(printed()).contains("refused: Kafka refuses it: too large", "written to");
  }

  @Test
  void aKafkaThatDoesNotAnswerEndsTheCommand() throws InterruptedException {
    producer = producer(false);
    Replay replay = replay(LetterFilter.ALL, new ReplayReport(console, progress, false), false);
    replay.letter(letter(content("invalid").build()));
    producer.errorNext(new TimeoutException("no answer"));

    assertThatThrownBy(replay::settle)
        .isInstanceOf(CommandFailedException.class)
        .hasMessageStartingWith("Kafka does not acknowledge letter 0:7: no answer. Replay again");
  }

  private ReplayReport replay(boolean dryRun, Letter... letters) throws InterruptedException {
    return replay(LetterFilter.ALL, dryRun, letters);
  }

  private ReplayReport replay(LetterFilter filter, boolean dryRun, Letter... letters)
      throws InterruptedException {
    ReplayReport report = new ReplayReport(console, progress, dryRun);
    Replay replay = replay(filter, report, dryRun);
    for (Letter one : letters) {
      replay.letter(one);
    }
    replay.settle();
    return report;
  }

  private Replay replay(LetterFilter filter, ReplayReport report, boolean dryRun) {
    ReplayRefusal refusals = new ReplayRefusal(new CommittedRecords(origins, progress));
    return new Replay(filter, refusals, producer, dryRun, report);
  }

  /** A record of claims that came after the one of the letter. */
  private void claims(long offset, byte[] key) {
    origins.updateBeginningOffsets(Map.of(CLAIMS, 0L));
    origins.updateEndOffsets(Map.of(CLAIMS, offset + 1));
    origins.schedulePollTask(
        () ->
            origins.addRecord(
                new ConsumerRecord<>(
                    CLAIMS.topic(), CLAIMS.partition(), offset, key, new byte[0])));
  }

  private static MockProducer<byte[], byte[]> producer(boolean acknowledges) {
    Node node = new Node(0, "localhost", 9092);
    List<PartitionInfo> partitions =
        Topics.all().stream()
            .flatMap(
                topic ->
                    IntStream.range(0, PARTITIONS)
                        .mapToObj(
                            partition ->
                                new PartitionInfo(
                                    topic.name(),
                                    partition,
                                    node,
                                    new Node[] {node},
                                    new Node[] {node})))
            .toList();
    Cluster cluster =
        new Cluster("test", List.of(node), partitions, java.util.Set.of(), java.util.Set.of());
    return new MockProducer<>(
        cluster, acknowledges, null, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
