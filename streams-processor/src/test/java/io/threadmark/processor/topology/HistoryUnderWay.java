package io.threadmark.processor.topology;

import io.threadmark.processor.erasure.rows.SubjectHash;
import io.threadmark.processor.law.PlainFold;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.stage.StoreRows;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Erasure;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Key;
import io.threadmark.schema.Message;
import io.threadmark.schema.Receipt;
import io.threadmark.schema.Receipt.Subject;
import io.threadmark.schema.Span;
import io.threadmark.schema.Stamp;
import io.threadmark.schema.ThreadFacts;
import io.threadmark.schema.Trace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import net.jqwik.api.Arbitrary;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Utils;

/** A history of which some came to rest, and the rest is under way: for those who read rows. */
public final class HistoryUnderWay {
  /** Names what was erased. */
  public static final SubjectHash HASHES = Pipeline.HASHES;

  /** What queries about threads, traces and feedback are answered from. */
  private static final Set<String> SHOWN =
      Set.of(
          StateStores.IDENTITIES,
          StateStores.TRACES,
          StateStores.CLAIMS,
          StateStores.FEEDBACK,
          StateStores.THREADS);

  private static final int MOST_OF_A_THING = 9;

  /** A statement and the project that it is of. */
  public record Said(String project, Receipt.Statement statement) {}

  private final int partitions;
  private final Random random;
  private final List<SpecificRecord> history;
  private final SimulatedCluster cluster;
  private final Schedule schedule;
  private int arrived;

  /**
   * @param last how many events are under way, by chance the one or the other
   */
  public HistoryUnderWay(List<SpecificRecord> events, int last, long seed) {
    random = new Random(seed);
    partitions = 1 + random.nextInt(3);
    history = new ArrayList<>(events);
    Collections.shuffle(history, random);
    cluster =
        new SimulatedCluster(
            partitions, 1 + random.nextInt(LawOfOrder.MOST_STEP), Pipeline.TIMING, Events.START);
    schedule = new Schedule(cluster, random, List.of(Events.START), Events.START);
    arrived = Math.max(0, history.size() - last);
    schedule.play(history.subList(0, arrived));
    schedule.rest();
  }

  /** Histories of a small world, in which what can meet does meet, and nothing is said twice. */
  public static Arbitrary<List<SpecificRecord>> any() {
    return Histories.any().map(HistoryUnderWay::onceEach).filter(history -> !history.isEmpty());
  }

  /** Some of it erased. */
  public static Arbitrary<List<SpecificRecord>> withErasures() {
    return Histories.withErasures().map(HistoryUnderWay::onceEach);
  }

  /** Each statement once, and few of a thing, so that it is known of each whether it has come. */
  private static List<SpecificRecord> onceEach(List<SpecificRecord> history) {
    Set<Object> said = new HashSet<>();
    Map<Object, Integer> ofThing = new HashMap<>();
    return history.stream()
        .filter(event -> event instanceof Erasure || said.add(saidBy(event)))
        .filter(
            event ->
                event instanceof Erasure
                    || ofThing.merge(thing(saidBy(event)), 1, Integer::sum) <= MOST_OF_A_THING)
        .toList();
  }

  private static Object thing(Said said) {
    Receipt.Statement statement = said.statement;
    return List.of(said.project, statement.subject(), statement.id(), "" + statement.messageId());
  }

  /** All that was said, or will be. */
  public List<SpecificRecord> history() {
    return history;
  }

  /** What a receipt says of an event; null of a command to erase. */
  public static Said saidBy(SpecificRecord event) {
    if (event instanceof Trace trace) {
      return said(trace.getProjectId(), Subject.TRACE, trace.getTraceId(), null, trace.getStamp());
    }
    if (event instanceof Message message) {
      return said(
          message.getProjectId(),
          Subject.MESSAGE,
          message.getThreadId(),
          message.getMessageId(),
          message.getStamp());
    }
    if (event instanceof ThreadFacts facts) {
      return said(
          facts.getProjectId(), Subject.THREAD, facts.getThreadId(), null, facts.getStamp());
    }
    if (event instanceof Erasure) {
      return null;
    }
    if (event instanceof Span span) {
      return said(
          span.getProjectId(), Subject.SPAN, span.getTraceId(), span.getSpanId(), span.getStamp());
    }
    Feedback feedback = (Feedback) event;
    return said(
        feedback.getProjectId(),
        Subject.FEEDBACK,
        feedback.getFeedbackId(),
        null,
        feedback.getStamp());
  }

  private static Said said(
      String project, Subject subject, String id, String messageId, Stamp stamp) {
    return new Said(project, new Receipt.Statement(subject, id, messageId, stamp));
  }

  /** Whether all events have come in, whatever still follows from them. */
  public boolean allCameIn() {
    return arrived == history.size();
  }

  /** Lets one thing happen: an event comes in, a record crosses, or timers run. */
  public void step() {
    int chance = random.nextInt(10);
    if (!allCameIn() && (chance < 2 || cluster.underWay() == 0)) {
      cluster.arrive(history.get(arrived++));
    } else if (cluster.underWay() > 0 && chance < 9) {
      cluster.deliver(random.nextInt(cluster.underWay()));
    } else {
      cluster.tasks().get(random.nextInt(cluster.tasks().size())).runTimers();
    }
  }

  /** Lets all come in, and to rest but for what dies: the more, the greater the share. */
  public void restWithDeaths(int ofTen) {
    while (!allCameIn() || cluster.underWay() > 0) {
      if (cluster.underWay() > 0 && random.nextInt(10) < ofTen) {
        cluster.die(random.nextInt(cluster.underWay()));
      } else {
        step();
      }
    }
    schedule.rest();
  }

  /** Lets all come to rest. */
  public void rest() {
    while (!allCameIn()) {
      cluster.arrive(history.get(arrived++));
    }
    schedule.rest();
  }

  /** What queries show otherwise than they will at rest, in words. */
  public List<String> differences() {
    var atRest = PlainFold.of(history, cluster.clock(), Pipeline.WAIT);
    return Rest.differences(cluster, atRest).stream()
        .filter(difference -> SHOWN.contains(difference.strip().split(" ")[0]))
        .toList();
  }

  /** What must have become of an event at rest, in a word: read off all that was said. */
  public String expectedEffect(SpecificRecord event) {
    return ExpectedEffects.of(PlainFold.of(history, cluster.clock(), Pipeline.WAIT), event);
  }

  /** Of every store. */
  public int partitions() {
    return partitions;
  }

  /** The partition of a key. */
  public int partition(Key key) {
    return Utils.toPositive(Utils.murmur2(key.bytes())) % partitions;
  }

  /** The rows of a partition of a store. */
  public Rows rows(String store, int partition) {
    return cluster.tasks().stream()
        .filter(task -> task.partition() == partition && task.stores().containsKey(store))
        .map(task -> task.stores().get(store))
        .map((Function<MemoryStore, Rows>) StoreRows::new)
        .findFirst()
        .orElseThrow();
  }
}
