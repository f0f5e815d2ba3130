package io.threadmark.processor.topology;

import io.threadmark.processor.model.Validity;
import io.threadmark.schema.DeadLetter;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.LabeledThread;
import io.threadmark.schema.Message;
import io.threadmark.schema.ThreadFacts;
import io.threadmark.schema.Trace;
import io.threadmark.schema.UnmatchedFeedback;
import io.threadmark.schema.state.ClaimHop;
import io.threadmark.schema.state.FeedbackHop;
import io.threadmark.schema.state.OverrideHop;
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
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
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

  /** What is in order: the records of one type from one task to one partition. */
  private record Channel(TaskId from, Class<?> hop, int partition) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Sent(byte[] key, byte[] value) {}

  /** Where records go, and how they cross. */
  private static final Map<Class<?>, Integer> READERS =
      Map.of(
          Feedback.class, IDENTIFY,
          OverrideHop.class, IDENTIFY,
          Trace.class, RESOLVE,
          FeedbackHop.class, RESOLVE,
          ClaimHop.class, RESOLVE,
          UnmatchedHop.class, UNMATCHED,
          Message.class, ASSEMBLE,
          ThreadFacts.class, ASSEMBLE,
          ThreadHop.class, ASSEMBLE);

  private static final Map<Class<?>, Serde<SpecificRecord>> SERDES = serdes();

  private final int partitions;
  private final List<StageTask> tasks = new ArrayList<>();
  private final Map<Channel, Queue<Sent>> channels = new LinkedHashMap<>();
  private final List<Channel> waiting = new ArrayList<>();
  private final Map<String, LabeledThread> labeledThreads = new TreeMap<>();
  private final Map<String, UnmatchedFeedback> unmatchedFeedback = new TreeMap<>();
  private Instant clock;

  /**
   * @param partitions of every topic
   * @param step rows that a stage takes at once where there may be many
   */
  SimulatedCluster(int partitions, int step, FeedbackTopology.Timing timing, Instant clock) {
    this.partitions = partitions;
    this.clock = clock;
    add(IDENTIFY, () -> new IdentifyStage(letters("identify"), timing.retention()));
    add(RESOLVE, () -> new ResolveStage(letters("resolve"), timing, step));
    add(UNMATCHED, () -> new UnmatchedStage(letters("unmatched")));
    add(ASSEMBLE, () -> new AssembleStage(letters("assemble"), timing));
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
    take(event.getClass(), partition(key), key, copy(event));
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
    take(channel.hop, channel.partition, next.key, value);
  }

  List<StageTask> tasks() {
    return tasks;
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

  /** The rows of all partitions, by store; no two partitions have one row. */
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
                          if (all.put(text, value) != null) {
                            throw new AssertionError("two partitions have the row " + text);
                          }
                        });
              });
    }
    return rows;
  }

  private void take(Class<?> type, int partition, byte[] key, SpecificRecord value) {
    tasks.get(READERS.get(type) * partitions + partition).process(key, value);
  }

  private void sent(TaskId from, Record<byte[], SpecificRecord> record) {
    SpecificRecord value = record.value();
    if (value instanceof DeadLetter letter) {
      throw new AssertionError("a stage failed on a record: " + letter);
    }
    if (from.subtopology() == ASSEMBLE) {
      keep(labeledThreads, record.key(), (LabeledThread) value);
    } else if (from.subtopology() == UNMATCHED) {
      keep(unmatchedFeedback, record.key(), (UnmatchedFeedback) value);
    } else {
      Channel channel = new Channel(from, value.getClass(), partition(record.key()));
      Queue<Sent> queue = channels.computeIfAbsent(channel, none -> new ArrayDeque<>());
      if (queue.isEmpty()) {
        waiting.add(channel);
      }
      queue.add(new Sent(record.key(), SERDES.get(channel.hop).serializer().serialize("", value)));
    }
  }

  private static <T> void keep(Map<String, T> topic, byte[] key, T value) {
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
    READERS
        .keySet()
        .forEach(type -> serdes.put(type, RowSerde.of(type.asSubclass(SpecificRecord.class))));
    return serdes;
  }
}
