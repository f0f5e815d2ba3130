package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.schema.Ingest;
import io.threadmark.schema.Key;
import io.threadmark.schema.Stamp;
import io.threadmark.schema.Topics;
import io.threadmark.schema.Trace;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import io.threadmark.testkit.Command;
import io.threadmark.testkit.Distribution;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An operator finds what could not be taken, looks at it, and sends it again. */
@ExtendWith(SharedThreadmark.class)
class DeadLettersIT {
  private static final byte[] GARBAGE = "\033[2Jgarbage".getBytes(StandardCharsets.UTF_8);

  private final String project = "p-" + UUID.randomUUID();
  private final Key garbage = Key.trace(project, "garbage");
  private final Key strayed = Key.trace(project, "strayed");
  private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  @TempDir private Path folder;
  private Threadmark threadmark;

  @BeforeEach
  void install() throws Exception {
    threadmark = SharedThreadmark.threadmark();
    Distribution.install(folder);
  }

  @Test
  void lettersAreListedShownAndReplayed() throws Exception {
    int home = partition(strayed);
    write(strayed, (home + 1) % Threadmark.PARTITIONS, trace());
    write(garbage, partition(garbage), GARBAGE);
    Await.until("both are listed", () -> rows(strayed).size() + rows(garbage).size() == 2);

    String ofStrayed = address(rows(strayed).get(0));
    assertThat(rows(strayed).get(0)).contains("wrong_partition", "resolve", "threadmark.traces");
    Command shown = run("show", ofStrayed);
    assertThat(shown.status()).as(shown.errors()).isZero();
    assertThat(shown.output())
        .contains(
            "reason        wrong_partition",
            "key           " + strayed,
            "message       the key belongs to partition " + home,
            "\"trace_id\" : \"strayed\"",
            "\"content_hash\" : \"01\"");

    String ofGarbage = address(rows(garbage).get(0));
    shown = run("show", ofGarbage);
    assertThat(shown.output())
        .contains("reason        unreadable", "1b 5b 32 4a 67", "|.[2Jgarbage|")
        .doesNotContain("\033");

    Command told = run("replay", "--reason", "wrong_partition", "--after", day(), "--dry-run");
    assertThat(told.status()).as(told.errors()).isZero();
    assertThat(told.output())
        .contains(
            "letter %s  %s would be written to threadmark.traces partition %d"
                .formatted(ofStrayed, strayed, home));
    assertThat(trace("strayed").status()).isEqualTo(404);

    Command replayed = run("replay", ofStrayed, ofStrayed);
    assertThat(replayed.status()).as(replayed.errors()).isZero();
    assertThat(replayed.output())
        .contains(
            "letter %s  %s written to threadmark.traces %d:".formatted(ofStrayed, strayed, home))
        .endsWith("1 replayed, 0 refused, 1 with the same record as another\n");
    Await.until("the trace is there", () -> trace("strayed").status() == 200);
    assertThat(trace("strayed").json().get("name").asText()).isEqualTo("found again");

    replayed = run("replay", "9999:0", ofGarbage);
    assertThat(replayed.status()).isEqualTo(1);
    assertThat(replayed.output())
        .contains("letter 9999:0  refused: there is no such partition", ofGarbage + "  " + garbage)
        .endsWith("1 replayed, 1 refused\n");
    Await.until("it is a letter again", () -> rows(garbage).size() == 2);
    assertThat(rows(strayed)).hasSize(1);
  }

  @Test
  void lettersAreErasedAndAllOthersStayAsTheyWere() throws Exception {
    Key erased = Key.thread(project, "erased");
    int partition = partition(erased);
    Key beside = keyIn(partition, "beside");
    Key elsewhere = keyIn((partition + 1) % Threadmark.PARTITIONS, "elsewhere");
    write(beside, partition, "first".getBytes(StandardCharsets.UTF_8));
    write(erased, partition, GARBAGE);
    write(erased, partition, "of Zoë".getBytes(StandardCharsets.UTF_8));
    write(beside, partition, GARBAGE);
    write(beside, partition, "by Zoë".getBytes(StandardCharsets.UTF_8));
    write(elsewhere, partition(elsewhere), GARBAGE);
    Await.until("all are letters", () -> StoredLetters.of(threadmark, project).size() == 6);
    List<StoredLetter> before = StoredLetters.of(threadmark, project);
    List<StoredLetter> others =
        before.stream().filter(letter -> letter.key().equals(beside.toString())).toList();

    Command told = run("erase", "--key", erased.toString());
    assertThat(told.status()).as(told.errors()).isZero();
    assertThat(told.output())
        .contains("partition %d: 2 of ".formatted(partition), ": 2 would be erased, ")
        .endsWith("Nothing was changed. To erase them, say --yes and not --dry-run.\n");
    assertThat(StoredLetters.of(threadmark, project)).isEqualTo(before);

    Command done = run("erase", "--key", erased.toString(), "--yes");
    assertThat(done.status()).as(done.errors()).isZero();
    assertThat(done.output())
        .contains("partition %d: 2 of ".formatted(partition), ": 2 erased, ", "new addresses");
    List<StoredLetter> after = StoredLetters.of(threadmark, project);
    assertThat(after).extracting(StoredLetter::key).doesNotContain(erased.toString());
    assertThat(after).hasSize(4);
    assertThat(after.stream().filter(letter -> letter.key().equals(beside.toString())))
        .extracting(StoredLetter::asItCame)
        .containsExactlyElementsOf(others.stream().map(StoredLetter::asItCame).toList());
    assertThat(after)
        .as("a partition without any of them is left alone")
        .containsAll(
            before.stream().filter(letter -> letter.key().equals(elsewhere.toString())).toList());
    assertThat(rows(beside)).hasSize(3);
    assertThat(rows(erased)).isEmpty();
    StoredLetters.assertSettingsAreAsEver(threadmark);
    StoredLetters.assertWhatIsGoneHasSegmentsOfItsOwn(threadmark, partition);

    done = run(Map.of("LC_ALL", "C"), "erase", "--containing", "Zoë", "--yes");
    assertThat(done.status()).as(done.errors()).isZero();
    assertThat(done.output()).contains(": 1 erased, ");
    assertThat(rows(beside)).hasSize(2);
    assertThat(run("erase", "--key", erased.toString(), "--yes").output())
        .startsWith("None of ")
        .endsWith(" dead letters is of that kind.\n");
  }

  @Test
  void lettersThatComeDuringAnErasureStay() throws Exception {
    Key erased = Key.thread(project, "erased");
    int partition = partition(erased);
    Key coming = keyIn(partition, "coming");
    write(erased, partition, GARBAGE);
    Await.until("it is a letter", () -> StoredLetters.of(threadmark, project).size() == 1);

    AtomicInteger written = new AtomicInteger();
    AtomicBoolean ended = new AtomicBoolean();
    Thread writer =
        new Thread(
            () -> {
              while (!ended.get()) {
                String number = "number " + written.getAndIncrement();
                try {
                  write(coming, partition, number.getBytes(StandardCharsets.UTF_8));
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              }
            });
    writer.start();
    Command done = run("erase", "--key", erased.toString(), "--yes");
    ended.set(true);
    writer.join();

    assertThat(done.status()).as(done.errors()).isZero();
    assertThat(written).hasValueGreaterThan(10);
    Await.until(
        "all are letters",
        () -> StoredLetters.of(threadmark, project).size() >= written.get(),
        () -> assertThat(StoredLetters.of(threadmark, project)).hasSize(written.get()));
    assertThat(StoredLetters.of(threadmark, project))
        .as("each once, and in their order among those written again and among the others")
        .allMatch(letter -> letter.key().equals(coming.toString()))
        .extracting(StoredLetter::origin)
        .doesNotHaveDuplicates()
        .hasSize(written.get());
  }

  @Test
  void anErasureMendsWhatOneLeftThatWasKilled() throws Exception {
    Key erased = Key.thread(project, "erased");
    Key other = keyIn(partition(erased), "other");
    write(erased, partition(erased), GARBAGE);
    write(other, partition(erased), GARBAGE);
    Await.until("both are letters", () -> StoredLetters.of(threadmark, project).size() == 2);
    List<Object> asItCame = StoredLetters.of(threadmark, project).get(1).asItCame();

    try (KilledErasure killed = KilledErasure.of(threadmark, partition(erased))) {
      Command done = run("erase", "--key", erased.toString(), "--yes");
      assertThat(done.status()).as(done.errors()).isZero();
      assertThat(killed.canGoOn()).isFalse();
    }

    assertThat(StoredLetters.of(threadmark, project))
        .extracting(StoredLetter::asItCame)
        .containsExactly(asItCame);
    StoredLetters.assertSettingsAreAsEver(threadmark);
  }

  @Test
  void whatIsNotThereOrNotUnderstoodIsTold() throws Exception {
    Command missing = run("show", "0:99999999");
    assertThat(missing.status()).isEqualTo(1);
    assertThat(missing.errors())
        .startsWith(
            "threadmark: letter 0:99999999: it is not there yet: the partition ends before");
    assertThat(run("list", "--after", "2100-01-01").output())
        .isEqualTo("There are no dead letters from that time on.\n");
    for (List<String> wrong :
        List.of(
            List.of("drop"),
            List.of("show", "12"),
            List.of("replay"),
            List.of("list", "-x"),
            List.of("erase", "--yes"),
            List.of("erase", "--reason", "invalid", "--yes"),
            List.of("erase", "--containing", "", "--yes"),
            List.of("erase", "--key", "a", "--yes", "--dry-run"),
            List.of("erase", "0:1", "--key", "a"))) {
      Command misused = run(wrong.toArray(String[]::new));
      assertThat(misused.status()).as(misused.errors()).isEqualTo(2);
      assertThat(misused.errors()).startsWith("threadmark: ");
    }
  }

  /** The rows of the list that are about a key. */
  private List<String> rows(Key key) throws Exception {
    Command list = run("list", "--after", start.toString(), "--limit", "100000");
    assertThat(list.status()).as(list.errors()).isZero();
    return list.output().lines().filter(line -> line.endsWith(" " + key)).toList();
  }

  private static String address(String row) {
    return row.substring(0, row.indexOf(' '));
  }

  private String day() {
    return start.toString().substring(0, "2026-01-01".length());
  }

  private Api.Answer trace(String id) {
    return threadmark.api().in(project).get("/api/v1/traces/" + id);
  }

  private Key keyIn(int partition, String name) {
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> Key.thread(project, name + i))
        .filter(key -> partition(key) == partition)
        .findFirst()
        .orElseThrow();
  }

  private Command run(String... arguments) throws Exception {
    return run(Map.of(), arguments);
  }

  private Command run(Map<String, String> environment, String... arguments) throws Exception {
    String[] all = new String[arguments.length + 1];
    all[0] = "dead-letters";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    Map<String, String> whole = new HashMap<>(environment);
    whole.put("THREADMARK_KAFKA_BOOTSTRAP_SERVERS", threadmark.bootstrapServers());
    whole.put("THREADMARK_SCHEMA_REGISTRY_URL", threadmark.schemaRegistryUrl());
    return Command.run(folder, whole, all);
  }

  private static int partition(Key key) {
    return Utils.toPositive(Utils.murmur2(key.bytes())) % Threadmark.PARTITIONS;
  }

  private byte[] trace() {
    Instant time = Instant.parse("2026-01-01T00:00:00Z");
    return threadmark
        .serializer()
        .serialize(
            Topics.TRACES.name(),
            Trace.newBuilder()
                .setProjectId(project)
                .setTraceId("strayed")
                .setName("found again")
                .setStamp(new Stamp(time, 0L, ByteBuffer.wrap(new byte[] {1})))
                .setIngest(new Ingest(time, "http"))
                .build());
  }

  private void write(Key key, int partition, byte[] value) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", threadmark.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  Topics.TRACES.name(),
                  partition,
                  null,
                  key.bytes(),
                  value,
                  List.of(new RecordHeader("sent-by", new byte[] {0, 1, (byte) 0xff}))))
          .get();
    }
  }
}
