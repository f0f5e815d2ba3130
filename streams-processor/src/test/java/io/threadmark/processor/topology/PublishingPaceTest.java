package io.threadmark.processor.topology;

import static io.threadmark.processor.topology.Events.message;
import static io.threadmark.processor.topology.Events.thread;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.threadmark.processor.stage.Letters;
import io.threadmark.processor.stage.Retention;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.stage.Timers;
import io.threadmark.processor.stage.Timing;
import io.threadmark.processor.thread.AssembleStage;
import io.threadmark.schema.LabeledThread;
import io.threadmark.schema.project.Projects;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeTry;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How often, and how many bytes of, a thread that changes all the time are published. */
class PublishingPaceTest {
  private static final Duration INTERVAL = Duration.ofMillis(500);
  private static final long BYTES_PER_SECOND = 64 * 1024;
  private static final int STEP_MS = 100;
  private static final int KIB = 1024;

  /** A thread as it was published, and when. */
  private record Published(long atMs, String threadId, long bytes, LabeledThread thread) {
    @Override
    public String toString() {
      return threadId + " at " + atMs;
    }
  }

  private List<Published> published;
  private Map<String, Set<String>> said;
  private int tombstones;
  private long nowMs;
  private StageTask task;

  /** A property has one object for all of its tries. */
  @BeforeEach
  @BeforeTry
  void begin() {
    published = new ArrayList<>();
    said = new HashMap<>();
    tombstones = 0;
    nowMs = Events.START.toEpochMilli();
    task = new StageTask(new TaskId(0, 0), PublishingPaceTest::stage, () -> nowMs, this::sent);
  }

  @Property(tries = 30)
  void theBytesOfOneThreadAreBoundedHoweverLargeItIsAndHoweverOftenItChanges(
      @ForAll @IntRange(min = 1, max = 900) int kibibytes,
      @ForAll @IntRange(min = 1, max = 20) int stepsBetweenChanges) {
    int seconds = 60;
    label("large");
    for (int i = 0; i < 4; i++) {
      say("large", "first" + i, "x".repeat(kibibytes * KIB / 4));
    }
    change("large", seconds, stepsBetweenChanges);

    long largest = published.stream().mapToLong(Published::bytes).max().orElseThrow();
    assertThat(published.stream().mapToLong(Published::bytes).sum())
        .isLessThanOrEqualTo(
            Math.max(
                seconds * BYTES_PER_SECOND + largest,
                // A small thread comes as often as ever.
                largest * (seconds * 1_000 / INTERVAL.toMillis() + 1)));
    assertGapsFollowTheSize();
    rest();
    assertAllOfItIsPublished("large");
  }

  @Test
  void aSmallThreadIsPublishedOnceAnIntervalAlsoBesideALargeOne() {
    label("large");
    label("small");
    say("large", "first", "x".repeat(900 * KIB));
    for (int step = 0; step < 100; step++) {
      say("large", "m" + step, "more");
      say("small", "m" + step, "more");
      step();
    }

    assertThat(of("small")).hasSizeGreaterThanOrEqualTo(16);
    assertThat(of("large")).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void aLargeThreadThatWasAtRestIsPublishedWithinTheInterval() {
    label("large");
    say("large", "first", "x".repeat(900 * KIB));
    rest();
    long changedAt = nowMs;
    say("large", "second", "more");
    rest();

    assertThat(of("large").get(1).atMs - changedAt)
        .isLessThanOrEqualTo(INTERVAL.toMillis() + STEP_MS);
  }

  @Test
  void thatAThreadIsLabeledNoMoreIsNotHeldBack() {
    label("large");
    say("large", "first", "x".repeat(900 * KIB));
    change("large", 1, 1);
    process(thread("large", 2, facts -> facts.setRemoveIntents(List.of("refund"))));
    change("large", 1, 1);

    assertThat(tombstones).isEqualTo(1);
  }

  @Test
  void whatIsHeldBackIsPublishedAlsoAfterARestart() {
    label("large");
    say("large", "first", "x".repeat(900 * KIB));
    change("large", 2, 1);
    task.restart();
    rest();

    assertAllOfItIsPublished("large");
  }

  @Test
  void whereTheClockIsPutBackNoThreadIsHeldBackUntilThen() {
    label("large");
    say("large", "first", "x".repeat(900 * KIB));
    change("large", 1, 1);
    rest();
    nowMs -= Duration.ofDays(1).toMillis();
    int before = published.size();
    say("large", "later", "more");
    rest();

    assertThat(published).hasSizeGreaterThan(before);
    assertAllOfItIsPublished("large");
  }

  private static AssembleStage stage() {
    return new AssembleStage(
        new Letters("assemble", RecordBytes.SERIALIZER),
        new Timers(new SimpleMeterRegistry()),
        new Timing(INTERVAL, BYTES_PER_SECOND, Duration.ofDays(7), Retention.FOREVER),
        Projects.UNSET,
        Pipeline.HASHES,
        1_000);
  }

  private void sent(Record<byte[], SpecificRecord> record) {
    if (record.value() == null) {
      tombstones++;
    }
    if (record.value() instanceof LabeledThread thread) {
      published.add(
          new Published(nowMs, thread.getThreadId(), RecordBytes.write(thread).length, thread));
    }
  }

  private void label(String threadId) {
    process(thread(threadId, 1, facts -> facts.setIntents(List.of("refund"))));
  }

  private void say(String threadId, String messageId, String text) {
    said.computeIfAbsent(threadId, none -> new HashSet<>()).add(messageId);
    process(message(threadId, messageId, 1, text));
  }

  private void process(SpecificRecord event) {
    task.process(Validity.keyOf(event).bytes(), event);
  }

  private void change(String threadId, int seconds, int stepsBetweenChanges) {
    for (int step = 0; step < seconds * 1_000 / STEP_MS; step++) {
      if (step % stepsBetweenChanges == 0) {
        say(threadId, "m" + step, "more");
      }
      step();
    }
  }

  private void step() {
    nowMs += STEP_MS;
    task.runTimers();
  }

  private void rest() {
    do {
      step();
    } while (!task.isEmpty(StateStores.DIRTY));
    nowMs += Duration.ofHours(1).toMillis();
  }

  private List<Published> of(String threadId) {
    return published.stream().filter(one -> one.threadId.equals(threadId)).toList();
  }

  private void assertGapsFollowTheSize() {
    for (int i = 1; i < published.size(); i++) {
      Published last = published.get(i - 1);
      assertThat(published.get(i).atMs - last.atMs)
          .isGreaterThanOrEqualTo(INTERVAL.toMillis())
          .isGreaterThanOrEqualTo(last.bytes * 900 / BYTES_PER_SECOND);
    }
  }

  private void assertAllOfItIsPublished(String threadId) {
    List<Published> all = of(threadId);
    LabeledThread newest = all.get(all.size() - 1).thread;
    assertThat(newest.getMessages()).hasSize(Math.toIntExact(newest.getMessageCount()));
    assertThat(
            newest.getMessages().stream()
                .map(message -> message.getMessageId())
                .collect(Collectors.toSet()))
        .isEqualTo(said.get(threadId));
  }
}
