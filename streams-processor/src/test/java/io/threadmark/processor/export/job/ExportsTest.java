package io.threadmark.processor.export.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.threadmark.dataset.duplicate.NearDuplicatePlan;
import io.threadmark.dataset.format.DatasetFormats;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.label.Rules;
import io.threadmark.dataset.row.FileKind;
import io.threadmark.dataset.split.SplitPlan;
import io.threadmark.processor.cluster.NotAvailableException;
import io.threadmark.processor.index.Selection;
import io.threadmark.schema.Key;
import io.threadmark.schema.LabeledThread;
import io.threadmark.schema.registry.AvroDeserializer;
import io.threadmark.schema.state.ExportJob;
import io.threadmark.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs from their line to their package, on instances that share a topic of jobs. */
@Timeout(60)
class ExportsTest {
  /** Of a job that is told as it is, which may be on its way by then. */
  private static final List<String> GOES_ON = List.of("QUEUED", "RUNNING", "DONE");

  private static final Key KEY = Key.export("p", "e1");
  private static final Duration NO_LIMIT = Duration.ofDays(100);

  @TempDir private Path folder;

  private final SharedJobs topic = new SharedJobs();
  private final ListedThreads threads = new ListedThreads(() -> threads(3));
  private final Set<String> there = new ConcurrentSkipListSet<>(Set.of("a:1"));
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final List<Exports> running = new ArrayList<>();

  /** As in every process a deserializer comes before Avro, whose limits it sets for all. */
  @BeforeAll
  @SuppressWarnings("resource")
  static void setLimits() {
    assertThat(new AvroDeserializer()).isNotNull();
  }

  @AfterEach
  void close() {
    threads.gate().countDown();
    running.forEach(Exports::close);
  }

  @Test
  void aJobIsToldFromItsLineToItsPackage() throws Exception {
    Exports exports = start("a");

    ExportJob asked = exports.ask(KEY, "sft of everything");
    assertThat(asked.getState()).isIn(GOES_ON);
    assertThat(asked.getRequest()).isEqualTo("sft of everything");

    ExportJob done = await(KEY, JobState.DONE);
    assertThat(topic.states()).containsExactly("QUEUED", "RUNNING", "DONE");
    assertThat(done.getThreads()).isEqualTo(3);
    assertThat(done.getThreadsTotal()).isEqualTo(3);
    assertThat(done.getRowsWritten()).isEqualTo(3);
    assertThat(done.getFinishedAt()).isGreaterThanOrEqualTo(done.getStartedAt());
    assertThat(exports.isHere(done)).isTrue();
    assertThat(exports.packageOf(KEY)).hasSize(done.getPackageBytes());
    try (ZipFile zip = new ZipFile(exports.packageOf(KEY).toFile())) {
      assertThat(zip.stream().map(entry -> entry.getName()))
          .contains("manifest.json", "data/train-00000.jsonl");
      String manifest =
          new String(zip.getInputStream(zip.getEntry("manifest.json")).readAllBytes());
      assertThat(Json.read(manifest).at("/snapshot/positions/1").asLong()).isEqualTo(3);
      assertThat(Json.read(manifest).path("created_at").asText())
          .isEqualTo("2026-01-01T00:00:02Z"); // of the newest word
    }
    assertThat(workOf("a")).isEmpty();
    Await.until("the cut is given back", () -> threads.open() == 0);
    assertThat(metrics.get("threadmark.exports.finished").tag("outcome", "done").counter().count())
        .isEqualTo(1);
    assertThat(metrics.get("threadmark.exports.rows").counter().count()).isEqualTo(3);
  }

  @Test
  void thePackageIsTheSameWheneverItIsMadeOfOneCut() {
    Exports exports = start("a");
    exports.ask(KEY, "r");
    String first = await(KEY, JobState.DONE).getPackageSha256();
    Key another = Key.export("p", "e2");
    exports.ask(another, "r");

    assertThat(await(another, JobState.DONE).getPackageSha256()).isEqualTo(first);
  }

  @Test
  void aKeyThatComesAgainIsTheJobThatIsThere() {
    Exports exports = start("a");
    exports.ask(KEY, "r");
    await(KEY, JobState.DONE);

    assertThat(exports.ask(KEY, "something else").getRequest()).isEqualTo("r");
    assertThat(exports.find(KEY).getState()).isEqualTo("DONE");
    assertThat(threads.taken()).isEqualTo(1);
  }

  @Test
  void whatCannotBeReadIsTriedAgainAndTheReasonIsToldAtTheEnd() {
    threads.fail(2, new NotAvailableException("partition 3 is away"));
    Exports exports = start("a");
    exports.ask(KEY, "r");
    await(KEY, JobState.DONE);
    assertThat(threads.taken()).isEqualTo(3);

    threads.fail(Integer.MAX_VALUE, new NotAvailableException("partition 3 is away"));
    Key another = Key.export("p", "e2");
    exports.ask(another, "r");
    ExportJob failed = await(another, JobState.FAILED);
    assertThat(failed.getErrorCode()).isEqualTo("unavailable");
    assertThat(failed.getErrorMessage()).isEqualTo("partition 3 is away");
    assertThat(Files.exists(exports.packageOf(another))).isFalse();

    threads.fail(0, null);
    exports.repeat(another);
    assertThat(await(another, JobState.DONE).getErrorMessage()).isNull();
  }

  @Test
  void aFaultOfOurOwnIsToldWithoutItsWords() {
    threads.fail(1, new IllegalStateException("a secret"));
    start("a").ask(KEY, "r");

    ExportJob failed = await(KEY, JobState.FAILED);
    assertThat(failed.getErrorCode()).isEqualTo("internal");
    assertThat(failed.getErrorMessage()).doesNotContain("secret");
  }

  @Test
  void aJobIsCancelledInItsMiddleAndBegunAnew() throws Exception {
    CountDownLatch gate = threads.gate();
    Exports exports = start("a");
    exports.ask(KEY, "r");
    awaitInTheMiddle();

    assertThat(exports.cancel(KEY).getState()).isEqualTo("CANCELLED");
    assertThat(exports.cancel(KEY).getState()).isEqualTo("CANCELLED");
    gate.countDown();
    Await.until("the cut is given back", () -> threads.open() == 0);
    Await.until("nothing is left of it", () -> workOf("a").isEmpty());
    assertThat(Files.exists(exports.packageOf(KEY))).isFalse();
    assertThat(topic.get(KEY).getState()).isEqualTo("CANCELLED");

    assertThat(exports.repeat(KEY).getState()).isIn(GOES_ON);
    await(KEY, JobState.DONE);
  }

  @Test
  void aJobThatIsCancelledWhenItIsAlmostToldToBeDoneIsCancelled() {
    Exports exports = start("a");
    Exports other = start("b");
    topic.before(
        job -> {
          if (job.getState().equals("DONE")) {
            topic.before(next -> {});
            other.cancel(KEY);
          }
        });
    exports.ask(KEY, "r");

    Await.until(
        "it is cancelled again",
        () ->
            topic.states().equals(List.of("QUEUED", "RUNNING", "CANCELLED", "DONE", "CANCELLED")));
    Await.until("its package is gone", () -> !Files.exists(exports.packageOf(KEY)));
  }

  @Test
  void thePackageOfAJobThatIsDoneIsRemovedByAnyInstance() {
    Exports exports = start("a");
    Exports other = start("b");
    exports.ask(KEY, "r");
    await(KEY, JobState.DONE);

    assertThat(other.isHere(other.find(KEY))).isFalse();
    ExportJob deleted = other.cancel(KEY);
    assertThat(deleted.getState()).isEqualTo("DONE");
    assertThat(deleted.getPackageGone()).isEqualTo("it was deleted");
    Await.until("its package is gone", () -> !Files.exists(exports.packageOf(KEY)));
  }

  @Test
  void anInstanceThatStartsAgainBeginsItsJobsAnewAndRemovesWhatIsLeft() throws Exception {
    CountDownLatch gate = threads.gate();
    Exports killed = start("a");
    killed.ask(KEY, "r");
    awaitInTheMiddle();
    killed.close();
    gate.countDown();
    assertThat(topic.get(KEY).getState()).isEqualTo("RUNNING");
    int attempt = topic.get(KEY).getAttempt();
    Path left = folder.resolve("a/work/e1/half");
    Files.createDirectories(left.getParent());
    Files.writeString(left, "half a row");
    Files.writeString(folder.resolve("a/packages/nobody.zip"), "of no job");

    Exports again = start("a", "a:2", options -> options);
    ExportJob done = await(KEY, JobState.DONE);
    assertThat(done.getAttempt()).isEqualTo(attempt + 1);
    assertThat(done.getAddress()).isEqualTo("a:2");
    assertThat(again.packageOf(KEY)).exists();
    assertThat(left).doesNotExist();
    Await.until(
        "a package of no job is gone",
        () -> !Files.exists(folder.resolve("a/packages/nobody.zip")));
  }

  @Test
  void theJobOfAnInstanceThatIsGoneIsDoneByAnother() throws Exception {
    CountDownLatch gate = threads.gate();
    Exports gone = start("a");
    gone.ask(KEY, "r");
    awaitInTheMiddle();
    gone.close();
    gate.countDown();
    there.clear();
    there.add("b:1");

    Exports other = start("b");
    ExportJob done = await(KEY, JobState.DONE);
    assertThat(other.isHere(done)).isTrue();
    assertThat(done.getAddress()).isEqualTo("b:1");

    Exports back = start("a");
    assertThat(back.isHere(back.find(KEY))).isFalse();
    assertThat(back.packageOf(KEY)).doesNotExist();
  }

  @Test
  void whoeverLosesAJobToAnotherStopsAndSaysNothingMoreOfIt() throws Exception {
    CountDownLatch gate = threads.gate();
    Exports exports = start("a");
    exports.ask(KEY, "r");
    awaitInTheMiddle();
    ExportJob taken =
        ExportJob.newBuilder(topic.get(KEY)).setInstance("another").setAddress("a:1").build();
    topic.write(KEY, taken);
    gate.countDown();

    Await.until("the cut is given back", () -> threads.open() == 0);
    Await.until("nothing is left of it", () -> workOf("a").isEmpty());
    assertThat(topic.get(KEY)).isEqualTo(taken);
    assertThat(exports.packageOf(KEY)).doesNotExist();
  }

  @Test
  void aJobIsDoneOnceKafkaIsThereAgain() throws Exception {
    CountDownLatch gate = threads.gate();
    Exports exports = start("a");
    exports.ask(KEY, "r");
    awaitInTheMiddle();
    topic.goAway(true);
    gate.countDown();
    Await.until("the package is made", () -> Files.exists(exports.packageOf(KEY)));
    assertThat(topic.get(KEY).getState()).isEqualTo("RUNNING");
    assertThatThrownBy(() -> exports.find(KEY)).isInstanceOf(NotAvailableException.class);

    topic.goAway(false);
    await(KEY, JobState.DONE);
    assertThat(exports.packageOf(KEY)).exists();
  }

  @Test
  void theLineIsBoundedAndInOrder() throws Exception {
    CountDownLatch gate = threads.gate();
    Exports exports = start("a", "a:1", options -> limited(options, 2, NO_LIMIT, Long.MAX_VALUE));
    exports.ask(KEY, "r");
    awaitInTheMiddle();
    exports.ask(Key.export("p", "e2"), "r");
    exports.ask(Key.export("q", "e3"), "r");
    assertThatThrownBy(() -> exports.ask(Key.export("p", "e4"), "r"))
        .isInstanceOf(NotAvailableException.class)
        .hasMessageContaining("2 exports in line");

    assertThat(exports.list("p", 10).stream().map(found -> found.key().id()))
        .containsExactly("e2", "e1");
    assertThat(exports.list("p", 1)).hasSize(1);
    gate.countDown();
    await(Key.export("q", "e3"), JobState.DONE);
    assertThat(topic.get(Key.export("p", "e2")).getFinishedAt())
        .isLessThanOrEqualTo(topic.get(Key.export("q", "e3")).getFinishedAt());
  }

  @Test
  void theOldestPackageGoesWhereThereIsNoRoom() {
    Exports exports = start("a", "a:1", options -> limited(options, 10, NO_LIMIT, 1));
    exports.ask(KEY, "r");
    await(KEY, JobState.DONE);
    Key newer = Key.export("p", "e2");
    exports.ask(newer, "r");

    Await.until("the older one is gone", () -> topic.get(KEY).getPackageGone() != null);
    Await.until("its file, too", () -> !Files.exists(exports.packageOf(KEY)));
    assertThat(topic.get(KEY).getState()).isEqualTo("DONE");
    assertThat(topic.get(KEY).getPackageGone()).contains("newer packages");
    assertThat(exports.packageOf(newer)).exists();
    assertThat(Exports.isRepeatable(topic.get(KEY))).isTrue();
  }

  @Test
  void aFolderIsOfOneProcessorOnly() {
    start("a");

    assertThatThrownBy(() -> ExportFolder.open(folder.resolve("a")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("another processor");
  }

  private Exports start(String name) {
    return start(name, name + ":1", options -> options);
  }

  private Exports start(
      String name, String address, java.util.function.UnaryOperator<ExportOptions> changed) {
    ExportOptions options =
        changed.apply(
            new ExportOptions(
                folder.resolve(name),
                "app",
                address,
                1,
                100,
                NO_LIMIT,
                Long.MAX_VALUE,
                NO_LIMIT,
                Duration.ZERO,
                "1.0"));
    there.add(address);
    Exports.Bell bell = new Exports.Bell();
    Exports exports =
        new Exports(
            options,
            ExportFolder.open(options.folder()),
            topic.follow(bell),
            bell,
            new Exports.Sources(threads, ExportsTest::plan, () -> there, Clock.systemUTC()),
            cut -> Json.object().set("positions", Json.read(json(cut.positions()))),
            Duration.ofMillis(1),
            metrics);
    running.add(exports);
    return exports;
  }

  private static ExportOptions limited(
      ExportOptions of, int queued, Duration keep, long keepBytes) {
    return new ExportOptions(
        of.folder(),
        of.application(),
        of.address(),
        of.running(),
        queued,
        keep,
        keepBytes,
        of.remember(),
        of.takeOver(),
        of.version());
  }

  private static String json(java.util.SortedMap<Integer, Long> positions) {
    List<String> members = new ArrayList<>();
    positions.forEach((partition, offset) -> members.add("\"" + partition + "\":" + offset));
    return "{" + String.join(",", members) + "}";
  }

  private static ExportPlan plan(String project, String request) {
    return new ExportPlan(
        "test",
        DatasetFormats.named("threads"),
        FileKind.JSONL,
        Json.object(),
        new Selection(project, Selection.Unit.THREADS, List.of(), null, null),
        Rules.STANDARD,
        SplitPlan.NONE,
        (NearDuplicatePlan) null,
        null);
  }

  private void awaitInTheMiddle() {
    Await.until("it is in the middle of a cut", () -> threads.open() == 1);
    Await.until("it says so", () -> topic.get(KEY).getState().equals("RUNNING"));
  }

  private ExportJob await(Key key, JobState state) {
    Await.until(
        key + " is " + state,
        () -> topic.get(key).getState().equals(state.name()),
        () -> assertThat(topic.get(key).getState()).isEqualTo(state.name()));
    return topic.get(key);
  }

  private Set<String> workOf(String name) throws IOException {
    try (Stream<Path> left = Files.list(folder.resolve(name).resolve("work"))) {
      return left.map(file -> file.getFileName().toString())
          .collect(java.util.stream.Collectors.toCollection(TreeSet::new));
    }
  }

  private static List<LabeledThread> threads(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            number ->
                LabeledThread.newBuilder()
                    .setProjectId("p")
                    .setThreadId("th" + number)
                    .setKind("thread")
                    .setCreatedAt(Instant.parse("2026-01-01T00:00:00Z"))
                    .setUpdatedAt(Instant.parse("2026-01-01T00:00:00Z").plusSeconds(number))
                    .setMessageCount(0)
                    .setTraceCount(0)
                    .setFeedbackCount(0)
                    .build())
        .toList();
  }
}
