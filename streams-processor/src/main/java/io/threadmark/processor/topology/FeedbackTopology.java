package io.threadmark.processor.topology;

import static io.threadmark.processor.stage.StateStores.store;

import io.micrometer.core.instrument.MeterRegistry;
import io.threadmark.processor.erasure.EraseStage;
import io.threadmark.processor.erasure.rows.SubjectHash;
import io.threadmark.processor.feedback.IdentifyStage;
import io.threadmark.processor.resolve.ResolveStage;
import io.threadmark.processor.resolve.UnmatchedStage;
import io.threadmark.processor.rollup.MergeStage;
import io.threadmark.processor.span.SpanStage;
import io.threadmark.processor.stage.FlowMetrics;
import io.threadmark.processor.stage.Letters;
import io.threadmark.processor.stage.RowSerde;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.stage.StoreWrites;
import io.threadmark.processor.stage.Timers;
import io.threadmark.processor.stage.Timing;
import io.threadmark.processor.thread.AssembleStage;
import io.threadmark.schema.DeadLetter;
import io.threadmark.schema.Erasure;
import io.threadmark.schema.Key;
import io.threadmark.schema.LabeledThread;
import io.threadmark.schema.Topic;
import io.threadmark.schema.Topics;
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
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;

/**
 * The flow, from events to labeled threads.
 *
 * <pre>
 *  feedback ──▶ Identify ──(by thread)──────────────────┐
 *                  │                                    ▼
 *             (by trace id or client request id)     Assemble ──▶ labeled-threads
 *                  ▼                                    ▲  ▲
 *  traces ────▶ Resolve ──(by thread)───────────────────┘  │
 *                  │                    messages, thread-facts
 *                  │        Assemble ──(by rollup)──▶ Merge ──▶ rollups
 *         (by feedback id, once the wait is over)
 *                  ▼
 *              Unmatched ──▶ unmatched-feedback
 *
 *  erasures ──▶ Erase ──▶ Identify, Resolve, Assemble, each to the others
 *
 *  spans ─────▶ Spans ◀──▶ Resolve: what becomes of their trace
 * </pre>
 *
 * What crosses a hop is the whole current value, never a delta, and every row behind a hop has one
 * writer; {@code docs/RATIONALE.md} says why.
 */
public final class FeedbackTopology {
  private static final Serde<byte[]> BYTES = Serdes.ByteArray();

  private static final String[] IDENTIFY_STORES = {
    StateStores.IDENTITIES, StateStores.ERASED_FEEDBACK
  };

  private static final String[] RESOLVE_STORES = {
    StateStores.TRACES,
    StateStores.CLAIMS,
    StateStores.FEEDBACK,
    StateStores.WAITING,
    StateStores.PLACING,
    StateStores.ERASED_REFS
  };

  private static final String[] ASSEMBLE_STORES = {
    StateStores.THREADS,
    StateStores.DIRTY,
    StateStores.ERASED_THREADS,
    StateStores.CONTRIBUTIONS,
    StateStores.PARTIALS
  };

  private static final String[] SPAN_STORES = {StateStores.SPANS, StateStores.ERASED_SPANS};

  /** Where it is kept of which statements dead letters were; nobody waits for commands. */
  private static final Map<String, String> DEAD_STORES =
      Map.of(
          "identify", StateStores.ERASED_FEEDBACK,
          "resolve", StateStores.ERASED_REFS,
          "assemble", StateStores.ERASED_THREADS,
          "spans", StateStores.ERASED_SPANS);

  private final StreamsBuilder builder = new StreamsBuilder();
  private final int partitions;
  private final Timing timing;
  private final Projects projects;
  private final SubjectHash hashes;
  private final Serde<SpecificRecord> values;
  private final FlowMetrics flow;
  private final Timers timers;
  private final StoreWrites threadWrites = new StoreWrites();
  private int filters;

  /**
   * @param partitions partitions of every topic
   * @param timing how long things take
   * @param projects the settings of projects
   * @param hashes names what was erased
   * @param serializer writes the values of output topics
   * @param deserializer reads the values of input topics
   * @param metrics where it is counted what flows
   */
  public FeedbackTopology(
      int partitions,
      Timing timing,
      Projects projects,
      SubjectHash hashes,
      Serializer<SpecificRecord> serializer,
      Deserializer<SpecificRecord> deserializer,
      MeterRegistry metrics) {
    this.flow = new FlowMetrics(metrics);
    this.timers = new Timers(metrics);
    this.partitions = partitions;
    this.timing = timing.with(projects);
    this.projects = projects;
    this.hashes = hashes;
    this.values =
        Serdes.serdeFrom(
            (topic, value) -> Patience.with(() -> serializer.serialize(topic, value)),
            deserializer);
  }

  /** How far the changes of threads have come to their changelog, once producers tell of it. */
  public StoreWrites threadWrites() {
    return threadWrites;
  }

  /** The timers of the stages. */
  public Timers timers() {
    return timers;
  }

  /** The topology. The properties are those of the Streams application that is to run it. */
  public Topology build(Properties config) {
    Stream.of(IDENTIFY_STORES, RESOLVE_STORES, ASSEMBLE_STORES, SPAN_STORES)
        .flatMap(Stream::of)
        .forEach(name -> builder.addStateStore(store(name)));
    var identified =
        living(
            "identify",
            events(Topics.FEEDBACK, "identify")
                .merge(back(Topics.OVERRIDES), as("identify-and-overrides"))
                .merge(back(Topics.FORGOTTEN_FEEDBACK), as("identify-and-forgotten"))
                .merge(back(Topics.ERASED_FEEDBACK), as("identify-input"))
                .process(identify(), as("identify"), IDENTIFY_STORES));
    only(OverrideHop.class, identified).to(Topics.OVERRIDES.name(), hop(OverrideHop.class));
    tellSteps("identify", identified);

    var resolved =
        living(
            "resolve",
            events(Topics.TRACES, "resolve")
                .merge(across("identify-to-resolve", FeedbackHop.class, identified), as("refs"))
                .merge(back(Topics.CLAIMS), as("refs-and-claims"))
                .merge(back(Topics.FORGOTTEN_REFS), as("refs-and-forgotten"))
                .merge(back(Topics.MENTIONS), as("refs-and-mentions"))
                .merge(back(Topics.ERASED_REFS), as("resolve-input"))
                .process(resolve(), as("resolve"), RESOLVE_STORES));
    only(ClaimHop.class, resolved).to(Topics.CLAIMS.name(), hop(ClaimHop.class));
    forget("resolve", resolved);
    erase("resolve", resolved);
    tellSteps("resolve", resolved);

    // Identify and Resolve cross to Assemble apart: merged before the hop, they would be one
    // sub-topology, and one crash would wipe and restore the stores of both.
    var assembled =
        living(
            "assemble",
            events(Topics.MESSAGES, "assemble")
                .merge(events(Topics.THREAD_FACTS, "assemble"), as("thread-events"))
                .merge(across("identify-to-assemble", ThreadHop.class, identified), as("threads"))
                .merge(across("resolve-to-assemble", ThreadHop.class, resolved), as("thread-items"))
                .merge(back(Topics.ERASED_THREADS), as("assemble-input"))
                .process(assemble(), as("assemble"), ASSEMBLE_STORES));
    living(
            "merge",
            across("assemble-to-merge", RollupHop.class, assembled)
                .process(merge(), as("merge"), StateStores.ROLLUPS))
        .to(Topics.ROLLUPS.name(), output("rollups"));
    assembled
        .filter((key, value) -> value == null || value instanceof LabeledThread, as("labeled"))
        .peek((key, value) -> flow.publishedThread(value), as("count-labeled"))
        .to(Topics.LABELED_THREADS.name(), output("labeled-threads"));
    only(MentionHop.class, assembled).to(Topics.MENTIONS.name(), hop(MentionHop.class));
    forget("assemble", assembled);
    erase("assemble", assembled);
    tellSteps("assemble", assembled);

    var unmatched =
        living(
            "unmatched",
            across("resolve-to-unmatched", UnmatchedHop.class, resolved)
                .process(unmatched(), as("unmatched"), StateStores.UNMATCHED));
    unmatched
        .filter(
            (key, value) -> value == null || value instanceof UnmatchedFeedback,
            as("unmatched-or-not"))
        .peek((key, value) -> flow.publishedUnmatched(value), as("count-unmatched"))
        .to(Topics.UNMATCHED_FEEDBACK.name(), output("unmatched-feedback"));
    tellSteps("unmatched", unmatched);

    var erasing =
        living(
            "erase",
            events(Topics.ERASURES, "erase")
                .merge(back(Topics.ERASURE_STEPS), as("erase-input"))
                .process(eraseStage(), as("erase"), StateStores.ERASURES));
    only(Erasure.class, erasing).to(Topics.ERASURES.name(), output("erasures-done"));
    erase("erase", erasing);

    var kept =
        living(
            "keep-spans",
            events(Topics.SPANS, "spans")
                .merge(across("resolve-to-spans", SpansHop.class, resolved), as("spans-and-traces"))
                .merge(
                    acrossToAll("erase-to-spans", SpansHop.class, erasing), as("keep-spans-input"))
                .process(spans(), as("keep-spans"), SPAN_STORES));
    only(ForgetHop.class, kept)
        .to(Topics.FORGOTTEN_REFS.name(), hop("spans", Topics.FORGOTTEN_REFS));
    tellSteps("spans", kept);
    return builder.build(config);
  }

  private ProcessorSupplier<byte[], SpecificRecord, byte[], SpecificRecord> identify() {
    return () ->
        new IdentifyStage(letters("identify"), timers, timing.retention(), hashes.copy(), flow);
  }

  private ProcessorSupplier<byte[], SpecificRecord, byte[], SpecificRecord> resolve() {
    return () -> new ResolveStage(letters("resolve"), timers, timing, hashes.copy(), flow);
  }

  private ProcessorSupplier<byte[], SpecificRecord, byte[], SpecificRecord> unmatched() {
    builder.addStateStore(store(StateStores.UNMATCHED));
    return () -> new UnmatchedStage(letters("unmatched"), timers);
  }

  private ProcessorSupplier<byte[], SpecificRecord, byte[], SpecificRecord> merge() {
    builder.addStateStore(store(StateStores.ROLLUPS));
    return () -> new MergeStage(letters("merge"), timers);
  }

  private ProcessorSupplier<byte[], SpecificRecord, byte[], SpecificRecord> assemble() {
    return () ->
        new AssembleStage(
            letters("assemble"), timers, timing, projects, hashes.copy(), threadWrites);
  }

  private ProcessorSupplier<byte[], SpecificRecord, byte[], SpecificRecord> spans() {
    return () -> new SpanStage(letters("spans"), timers, timing.retention(), hashes.copy(), flow);
  }

  private ProcessorSupplier<byte[], SpecificRecord, byte[], SpecificRecord> eraseStage() {
    builder.addStateStore(store(StateStores.ERASURES));
    return () -> new EraseStage(letters("erase"), timers, hashes.copy(), partitions);
  }

  /** The events of an input topic; what is none goes to the dead letters. */
  private KStream<byte[], SpecificRecord> events(Topic topic, String stage) {
    String name = topic.name().substring(topic.name().indexOf('.') + 1);
    String dead = DEAD_STORES.get(stage);
    KStream<byte[], SpecificRecord> read =
        builder.stream(topic.name(), Consumed.with(BYTES, BYTES).withName(name))
            .processValues(
                () -> new Reading(letters(stage), topic, partitions, values.deserializer(), dead),
                as("read-" + name),
                dead == null ? new String[0] : new String[] {dead});
    return living(name, read).peek((key, value) -> flow.read(topic), as("count-" + name));
  }

  /** Sends the dead letters of a part of the flow to their topic, and the rest on. */
  private KStream<byte[], SpecificRecord> living(
      String name, KStream<byte[], SpecificRecord> from) {
    from.filter((key, value) -> value instanceof DeadLetter, as(name + "-dead"))
        .peek((key, letter) -> flow.dead((DeadLetter) letter), as(name + "-count-dead"))
        .to(Topics.DEAD_LETTERS.name(), output(name + "-dead-letters"));
    return from.filterNot((key, value) -> value instanceof DeadLetter, as(name + "-living"));
  }

  private Letters letters(String stage) {
    return new Letters(stage, values.serializer());
  }

  /** Sends what is too old back to whoever wrote it, each to its own topic. */
  private void forget(String stage, KStream<byte[], SpecificRecord> from) {
    var forgotten = only(ForgetHop.class, from);
    forgotten
        .filter((key, value) -> isFeedback(key), as(stage + "-forgets-feedback"))
        .to(Topics.FORGOTTEN_FEEDBACK.name(), hop(stage, Topics.FORGOTTEN_FEEDBACK));
    forgotten
        .filterNot((key, value) -> isFeedback(key), as(stage + "-forgets-refs"))
        .to(Topics.FORGOTTEN_REFS.name(), hop(stage, Topics.FORGOTTEN_REFS));
  }

  /** Sends what is erased to whoever owns it. */
  private void erase(String stage, KStream<byte[], SpecificRecord> from) {
    var erased = only(EraseHop.class, from);
    eraseAt(stage, erased, Topics.ERASED_FEEDBACK, Set.of(Key.Kind.FEEDBACK));
    eraseAt(stage, erased, Topics.ERASED_REFS, Set.of(Key.Kind.TRACE, Key.Kind.CLIENT_REQUEST));
    eraseAt(stage, erased, Topics.ERASED_THREADS, Set.of(Key.Kind.THREAD));
  }

  private void eraseAt(
      String stage, KStream<byte[], SpecificRecord> erased, Topic topic, Set<Key.Kind> kinds) {
    erased
        .filter(
            (key, value) -> kinds.contains(Key.parse(key).kind()),
            as(stage + "-erases-" + topic.name().substring(topic.name().indexOf('-') + 1)))
        .to(topic.name(), hop(stage, topic).withStreamPartitioner(new Broadcast()));
  }

  /** Tells the command how far it is. */
  private void tellSteps(String stage, KStream<byte[], SpecificRecord> from) {
    only(ErasureHop.class, from).to(Topics.ERASURE_STEPS.name(), hop(stage, Topics.ERASURE_STEPS));
  }

  private static boolean isFeedback(byte[] key) {
    return Key.parse(key).kind() == Key.Kind.FEEDBACK;
  }

  /** What a stage sent to itself, under another key. */
  private KStream<byte[], SpecificRecord> back(Topic topic) {
    String name = topic.name().substring(topic.name().indexOf('.') + 1);
    return builder.stream(
        topic.name(), Consumed.with(BYTES, RowSerde.of(topic.valueType())).withName(name));
  }

  /** A hop: what a stage sent of one type, each record to the partition of its key. */
  private KStream<byte[], SpecificRecord> across(
      String name, Class<? extends SpecificRecord> type, KStream<byte[], SpecificRecord> from) {
    return only(type, from).repartition(crossing(name, type));
  }

  /** A hop of which some records go to all partitions. */
  private KStream<byte[], SpecificRecord> acrossToAll(
      String name, Class<? extends SpecificRecord> type, KStream<byte[], SpecificRecord> from) {
    return only(type, from)
        .repartition(crossing(name, type).withStreamPartitioner(new Broadcast()));
  }

  private Repartitioned<byte[], SpecificRecord> crossing(
      String name, Class<? extends SpecificRecord> type) {
    return Repartitioned.with(BYTES, RowSerde.of(type))
        .withName(name)
        .withNumberOfPartitions(partitions);
  }

  private KStream<byte[], SpecificRecord> only(
      Class<? extends SpecificRecord> type, KStream<byte[], SpecificRecord> stream) {
    String name = "only-" + type.getSimpleName() + "-" + ++filters;
    return stream.filter((key, value) -> type.isInstance(value), as(name));
  }

  private static Named as(String name) {
    return Named.as(name);
  }

  private Produced<byte[], SpecificRecord> output(String name) {
    return Produced.with(BYTES, values).withName(name);
  }

  private static Produced<byte[], SpecificRecord> hop(String stage, Topic topic) {
    return Produced.with(BYTES, RowSerde.of(topic.valueType()))
        .withName(stage + "-to-" + topic.name().substring(topic.name().indexOf('.') + 1));
  }

  private static Produced<byte[], SpecificRecord> hop(Class<? extends SpecificRecord> type) {
    return Produced.with(BYTES, RowSerde.of(type)).withName("send-" + type.getSimpleName());
  }
}
