package io.threadmark.processor.topology;

import static java.util.Map.entry;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.threadmark.processor.erasure.EraseStage;
import io.threadmark.processor.erasure.rows.SubjectHash;
import io.threadmark.processor.feedback.IdentifyStage;
import io.threadmark.processor.law.SpansAtRest;
import io.threadmark.processor.resolve.ResolveStage;
import io.threadmark.processor.resolve.UnmatchedStage;
import io.threadmark.processor.rollup.MergeStage;
import io.threadmark.processor.span.SpanStage;
import io.threadmark.processor.span.rows.SpanBounds;
import io.threadmark.processor.stage.DeadRecords;
import io.threadmark.processor.stage.FlowMetrics;
import io.threadmark.processor.stage.Letters;
import io.threadmark.processor.stage.RowSerde;
import io.threadmark.processor.stage.Stage;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.stage.StoreRows;
import io.threadmark.processor.stage.Timers;
import io.threadmark.processor.stage.Timing;
import io.threadmark.processor.thread.AssembleStage;
import io.threadmark.schema.DeadLetter;
import io.threadmark.schema.Erasure;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Key;
import io.threadmark.schema.LabeledThread;
import io.threadmark.schema.Message;
import io.threadmark.schema.Project;
import io.threadmark.schema.Rollup;
import io.threadmark.schema.Span;
import io.threadmark.schema.ThreadFacts;
import io.threadmark.schema.Trace;
import io.threadmark.schema.UnmatchedFeedback;
import io.threadmark.schema.project.Projects;
import io.threadmark.schema.state.ClaimHop;
import io.threadmark.schema.state.EraseHop;
import io.threadmark.schema.state.ErasureHop;
import io.threadmark.schema.state.FeedbackHop;
import io.threadmark.schema.state.ForgetHop;
import io.threadmark.schema.state.MentionHop;
import io.threadmark.schema.state.OverrideHop;
import io.threadmark.schema.state.RollupHop;
import io.threadmark.schema.state.SpansHop;
import io.threadmark.schema.state.ThreadHop;
import io.threadmark.schema.state.UnmatchedHop;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The stages, each in several partitions, with nothing between them but channels. What one task
 * sends to one partition of another stage stays in order; all else happens in the order that the
 * caller chooses: the next event, the next record of a channel, a task's timers, a restart.
 */
final class SimulatedCluster {

  // The stages, by the numbers of their sub-topologies.
  private static final int IDENTIFY = 0;
  private static final int RESOLVE = 1;
  private static final int UNMATCHED = 2;
  private static final int ASSEMBLE = 3;
  private static final int ERASE = 4;
  private static final int MERGE = 5;
  private static final int SPANS = 6;

  /** Tags that are dimensions of the rollups of every project. */
  static final List<String> TAG_KEYS = List.of("k");

  private static final Projects PROJECTS =
      project -> Project.newBuilder(Projects.UNSET.of(project)).setTagKeys(TAG_KEYS).build();

  private static final SpanBounds SPAN_BOUNDS =
      new SpanBounds(SpansAtRest.MOST_KEPT, SpansAtRest.MOST_BYTES, SpansAtRest.MOST_COUNTED);

  /** What is in order: the records of one type from one task to one partition. */
  private record Channel(TaskId from, Class<?> hop, int stage, int partition) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Sent(byte[] key, byte[] value, Headers headers) {}

  /** Where records go, and how they cross. */
  private static final Map<Class<?>, Integer> READERS =
      Map.ofEntries(
          entry(Feedback.class, IDENTIFY),
          entry(OverrideHop.class, IDENTIFY),
          entry(Trace.class, RESOLVE),
          entry(FeedbackHop.class, RESOLVE),
          entry(ClaimHop.class, RESOLVE),
          entry(MentionHop.class, RESOLVE),
          entry(UnmatchedHop.class, UNMATCHED),
          entry(Message.class, ASSEMBLE),
          entry(ThreadFacts.class, ASSEMBLE),
          entry(ThreadHop.class, ASSEMBLE),
          entry(RollupHop.class, MERGE),
          entry(Erasure.class, ERASE),
          entry(ErasureHop.class, ERASE),
          entry(Span.class, SPANS),
          entry(SpansHop.class, SPANS));

  /** Who owns what is erased or forgotten, by its kind. */
  private static final Map<Key.Kind, Integer> OWNERS =
      Map.of(
          Key.Kind.FEEDBACK, IDENTIFY,
          Key.Kind.TRACE, RESOLVE,
          Key.Kind.CLIENT_REQUEST, RESOLVE,
          Key.Kind.THREAD, ASSEMBLE);

  /** Where a stage keeps what it failed on. */
  private static final Map<Integer, String> DEAD_STORES =
      Map.of(
          IDENTIFY, StateStores.ERASED_FEEDBACK,
          RESOLVE, StateStores.ERASED_REFS,
          ASSEMBLE, StateStores.ERASED_THREADS,
          SPANS, StateStores.ERASED_SPANS);

  /** What carries what was said from stage to stage. */
  private static final Set<Class<?>> CAN_DIE =
      Set.of(FeedbackHop.class, ThreadHop.class, OverrideHop.class, ClaimHop.class);

  /** Begins the keys of counts, which every partition has of its own rows. */
  private static final String COUNTS = "\1";

  private static final SubjectHash HASHES = Pipeline.HASHES;
  private static final FlowMetrics FLOW = new FlowMetrics(new SimpleMeterRegistry());
  private static final Broadcast BROADCAST = new Broadcast();
  private static final Map<Class<?>, Serde<SpecificRecord>> SERDES = serdes();

  private final Timers timers = new Timers(new SimpleMeterRegistry());
  private final int partitions;
  private final List<StageTask> tasks = new ArrayList<>();
  private final Map<Channel, Queue<Sent>> channels = new LinkedHashMap<>();
  private final List<Channel> waiting = new ArrayList<>();
  private final Map<String, LabeledThread> labeledThreads = new TreeMap<>();
  private final Map<String, UnmatchedFeedback> unmatchedFeedback = new TreeMap<>();
  private final Map<String, Rollup> rollups = new TreeMap<>();
  private final Map<String, Integer> largest = new TreeMap<>();
  private Instant clock;

  /**
   * @param partitions of every topic
   * @param step rows that a stage takes at once where there may be many
   */
  SimulatedCluster(int partitions, int step, Timing timing, Instant clock) {
    this(partitions, step, timing, clock, SPAN_BOUNDS);
  }

  /**
   * @param spanBounds how many spans a trace has
   */
  SimulatedCluster(int partitions, int step, Timing timing, Instant clock, SpanBounds spanBounds) {
    this.partitions = partitions;
    this.clock = clock;
    add(
        IDENTIFY,
        () ->
            new IdentifyStage(letters("identify"), timers, timing.retention(), HASHES, FLOW, step));
    add(RESOLVE, () -> new ResolveStage(letters("resolve"), timers, timing, HASHES, FLOW, step));
    add(UNMATCHED, () -> new UnmatchedStage(letters("unmatched"), timers));
    add(
        ASSEMBLE,
        () -> new AssembleStage(letters("assemble"), timers, timing, PROJECTS, HASHES, step));
    add(ERASE, () -> new EraseStage(letters("erase"), timers, HASHES, partitions));
    add(MERGE, () -> new MergeStage(letters("merge"), timers));
    add(
        SPANS,
        () ->
            new SpanStage(
                letters("spans"), timers, timing.retention(), HASHES, FLOW, spanBounds, step));
  }

  private static Letters letters(String stage) {
    return new Letters(stage, RecordBytes.SERIALIZER);
  }

  private void add(int subtopology, Supplier<? extends Stage> stage) {
    for (int partition = 0; partition < partitions; partition++) {
      TaskId id = new TaskId(subtopology, partition);
      tasks.add(new StageTask(id, stage, () -> clock.toEpochMilli(), record -> sent(id, record)));
    }
  }

  /** An event arrives at the stage that takes it in. */
  void arrive(SpecificRecord event) {
    byte[] key = Validity.keyOf(event).bytes();
    take(READERS.get(event.getClass()), partition(key), key, copy(event), new RecordHeaders());
  }

  /** How many channels hold something. */
  int underWay() {
    return waiting.size();
  }

  /** Delivers the next record of a channel that holds something. */
  void deliver(int index) {
    Channel channel = waiting.get(index);
    Queue<Sent> queue = channels.get(channel);
    Sent next = queue.remove();
    if (queue.isEmpty()) {
      waiting.remove(index);
    }
    SpecificRecord value = SERDES.get(channel.hop).deserializer().deserialize("", next.value);
    take(channel.stage, channel.partition, next.key, value, next.headers);
  }

  /** Delivers all there is, and what follows from it, but for records of one type. */
  void deliverAllBut(Class<?> hop) {
    for (int index = 0; index < waiting.size(); ) {
      if (waiting.get(index).hop == hop) {
        index++;
      } else {
        deliver(index);
        index = 0;
      }
    }
  }

  /** The next record of a channel that holds something dies at the stage that should take it. */
  void die(int index) {
    Channel channel = waiting.get(index);
    String store = DEAD_STORES.get(channel.stage);
    if (store == null || !CAN_DIE.contains(channel.hop)) {
      deliver(index);
      return;
    }
    Queue<Sent> queue = channels.get(channel);
    Sent next = queue.remove();
    if (queue.isEmpty()) {
      waiting.remove(index);
    }
    StageTask task = tasks.get(channel.stage * partitions + channel.partition);
    MemoryStore rows = task.stores().get(store);
    DeadRecords.put(
        StoreRows.mutable(rows),
        next.key,
        SERDES.get(channel.hop).deserializer().deserialize("", next.value),
        new DeadRecords.Death("failed", "as a test wants it"),
        clock.toEpochMilli());
    rows.commitRows();
  }

  List<StageTask> tasks() {
    return tasks;
  }

  /** The timers of all tasks that fail at present. */
  Timers timers() {
    return timers;
  }

  Instant clock() {
    return clock;
  }

  void setClock(Instant now) {
    clock = now;
  }

  /** The newest value of every key of the labeled threads. */
  Map<String, LabeledThread> labeledThreads() {
    return labeledThreads;
  }

  /** The newest value of every key of the unmatched feedback. */
  Map<String, UnmatchedFeedback> unmatchedFeedback() {
    return unmatchedFeedback;
  }

  /** The newest value of every key of the rollups. */
  Map<String, Rollup> rollups() {
    return rollups;
  }

  /** The keys of a store in all partitions. */
  List<String> keys(String store) {
    List<String> keys = new ArrayList<>();
    for (StageTask task : tasks) {
      if (task.stores().containsKey(store)) {
        for (var key : task.stores().get(store).rows().keySet()) {
          keys.add(new String(key.get(), StandardCharsets.ISO_8859_1));
        }
      }
    }
    return keys;
  }

  /** The rows of all partitions, by store, but for counts; no two partitions have one row. */
  Map<String, Map<String, byte[]>> rows() {
    Map<String, Map<String, byte[]>> rows = new TreeMap<>();
    for (StageTask task : tasks) {
      task.stores()
          .forEach(
              (name, store) -> {
                Map<String, byte[]> all = rows.computeIfAbsent(name, none -> new TreeMap<>());
                store
                    .rows()
                    .forEach(
                        (key, value) -> {
                          String text = new String(key.get(), StandardCharsets.ISO_8859_1);
                          if (text.startsWith(COUNTS)) {
                            return;
                          }
                          boolean everywhere =
                              (name.startsWith("erased-") && text.startsWith("m"))
                                  || name.equals(StateStores.PARTIALS);
                          if (all.put(text, value) != null && !everywhere) {
                            throw new AssertionError("two partitions have the row " + text);
                          }
                        });
              });
    }
    return rows;
  }

  /** Bytes of the largest record of each type that was ever sent, with its key. */
  Map<String, Integer> largestSent() {
    return largest;
  }

  private void measure(byte[] key, SpecificRecord value, int bytes) {
    if (value != null) {
      largest.merge(value.getClass().getSimpleName(), key.length + bytes, Math::max);
    }
  }

  private void take(int stage, int partition, byte[] key, SpecificRecord value, Headers headers) {
    tasks.get(stage * partitions + partition).process(key, value, headers);
  }

  private void sent(TaskId from, Record<byte[], SpecificRecord> record) {
    SpecificRecord value = record.value();
    if (value instanceof DeadLetter letter) {
      throw new AssertionError("a stage failed on a record: " + letter);
    }
    if (value instanceof EraseHop hop) {
      int stage = OWNERS.get(Key.parse(record.key()).kind());
      Set<Integer> all = BROADCAST.partitions("", record.key(), hop, partitions).orElse(null);
      for (int partition : all == null ? Set.of(partition(record.key())) : all) {
        enqueue(new Channel(from, EraseHop.class, stage, partition), record);
      }
    } else if (value instanceof SpansHop) {
      Set<Integer> all = BROADCAST.partitions("", record.key(), value, partitions).orElse(null);
      for (int partition : all == null ? Set.of(partition(record.key())) : all) {
        enqueue(new Channel(from, SpansHop.class, SPANS, partition), record);
      }
    } else if (value instanceof ForgetHop) {
      int stage = OWNERS.get(Key.parse(record.key()).kind());
      enqueue(new Channel(from, ForgetHop.class, stage, partition(record.key())), record);
    } else if (value != null && READERS.containsKey(value.getClass())) {
      int stage = READERS.get(value.getClass());
      enqueue(new Channel(from, value.getClass(), stage, partition(record.key())), record);
    } else if (from.subtopology() == MERGE) {
      keep(rollups, record.key(), (Rollup) value);
    } else if (from.subtopology() == ASSEMBLE) {
      keep(labeledThreads, record.key(), (LabeledThread) value);
    } else {
      keep(unmatchedFeedback, record.key(), (UnmatchedFeedback) value);
    }
  }

  private void enqueue(Channel channel, Record<byte[], SpecificRecord> record) {
    Queue<Sent> queue = channels.computeIfAbsent(channel, none -> new ArrayDeque<>());
    if (queue.isEmpty()) {
      waiting.add(channel);
    }
    byte[] value = SERDES.get(channel.hop).serializer().serialize("", record.value());
    measure(record.key(), record.value(), value.length);
    queue.add(new Sent(record.key(), value, record.headers()));
  }

  private <T extends SpecificRecord> void keep(Map<String, T> topic, byte[] key, T value) {
    measure(key, value, value == null ? 0 : RecordBytes.write(value).length);
    String text = new String(key, StandardCharsets.UTF_8);
    if (value == null) {
      topic.remove(text);
    } else {
      topic.put(text, value);
    }
  }

  private int partition(byte[] key) {
    return Utils.toPositive(Utils.murmur2(key)) % partitions;
  }

  /** What a topic gives is never the object that was put there. */
  private static SpecificRecord copy(SpecificRecord event) {
    Serde<SpecificRecord> serde = SERDES.get(event.getClass());
    return serde.deserializer().deserialize("", serde.serializer().serialize("", event));
  }

  private static Map<Class<?>, Serde<SpecificRecord>> serdes() {
    Map<Class<?>, Serde<SpecificRecord>> serdes = new HashMap<>();
    Stream.concat(READERS.keySet().stream(), Stream.of(EraseHop.class, ForgetHop.class))
        .forEach(type -> serdes.put(type, RowSerde.of(type.asSubclass(SpecificRecord.class))));
    return serdes;
  }
}
