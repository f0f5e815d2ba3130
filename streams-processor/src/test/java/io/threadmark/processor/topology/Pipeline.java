package io.threadmark.processor.topology;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.threadmark.processor.erasure.rows.SubjectHash;
import io.threadmark.processor.stage.Retention;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.stage.StoreRows;
import io.threadmark.processor.stage.Timing;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.DeadLetter;
import io.threadmark.schema.Erasure;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.LabeledThread;
import io.threadmark.schema.Message;
import io.threadmark.schema.Span;
import io.threadmark.schema.StatementName;
import io.threadmark.schema.ThreadFacts;
import io.threadmark.schema.Topic;
import io.threadmark.schema.Topics;
import io.threadmark.schema.Trace;
import io.threadmark.schema.UnmatchedFeedback;
import io.threadmark.schema.project.Projects;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/** The whole topology in one thread: events in, labeled threads out. */
final class Pipeline implements AutoCloseable {
  static final Duration INTERVAL = Duration.ofMillis(500);

  static final Duration WAIT = Duration.ofDays(7);

  /** Of a thread in a second. */
  static final long BYTES = 512 * 1024;

  static final Timing TIMING = new Timing(INTERVAL, BYTES, WAIT, Retention.FOREVER);

  static final String SECRET = "a secret of tests";

  /** Names what is erased. */
  static final SubjectHash HASHES = new SubjectHash(SECRET);

  private final TopologyTestDriver driver;
  private final TestOutputTopic<byte[], byte[]> labeled;
  private Instant now = Events.START;
  private final TestOutputTopic<byte[], byte[]> dead;
  private final TestOutputTopic<byte[], byte[]> unmatched;
  private final TestOutputTopic<byte[], byte[]> erasures;
  private final Map<String, LabeledThread> published = new TreeMap<>();
  private final Map<String, UnmatchedFeedback> unmatchedNow = new TreeMap<>();

  Pipeline() {
    this(TIMING);
  }

  Pipeline(Timing timing) {
    this(timing, Projects.UNSET);
  }

  Pipeline(Timing timing, Projects projects) {
    Properties config = config();
    driver =
        new TopologyTestDriver(
            new FeedbackTopology(
                    1,
                    timing,
                    projects,
                    HASHES,
                    RecordBytes.SERIALIZER,
                    RecordBytes.DESERIALIZER,
                    new SimpleMeterRegistry())
                .build(config),
            config,
            Events.START);
    labeled = output(Topics.LABELED_THREADS);
    dead = output(Topics.DEAD_LETTERS);
    unmatched = output(Topics.UNMATCHED_FEEDBACK);
    erasures = output(Topics.ERASURES);
  }

  static Properties config() {
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "threadmark-processor");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
    config.put(StreamsConfig.STATE_DIR_CONFIG, "target/state-" + java.util.UUID.randomUUID());
    config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    return config;
  }

  /** Sends events in this order and lets every timer run. */
  Pipeline send(SpecificRecord... events) {
    return send(List.of(events));
  }

  Pipeline send(List<? extends SpecificRecord> events) {
    for (SpecificRecord event : events) {
      sendRaw(topicOf(event), Validity.keyOf(event).bytes(), RecordBytes.write(event));
    }
    return rest();
  }

  /** Sends what a gateway names as a statement. */
  Pipeline sendNamed(Topic topic, byte[] key, byte[] value, byte[] statementName) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(StatementName.HEADER, statementName);
    driver
        .createInputTopic(topic.name(), new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(new TestRecord<>(key, value, headers, now));
    return this;
  }

  /** A store as readers see it. */
  Rows store(String name) {
    return new StoreRows(driver.getKeyValueStore(name));
  }

  Pipeline sendRaw(Topic topic, byte[] key, byte[] value) {
    driver
        .createInputTopic(topic.name(), new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(key, value, now);
    return this;
  }

  /** Lets every timer run, until nothing is left to do. */
  Pipeline rest() {
    do {
      advance(INTERVAL.multipliedBy(2));
    } while (rows(StateStores.DIRTY).size() + rows(StateStores.PLACING).size() > 0);
    keepNewest(labeled, published);
    keepNewest(unmatched, unmatchedNow);
    return this;
  }

  /** Lets time pass, and every timer run that is due then. */
  Pipeline pass(Duration time) {
    advance(time);
    return rest();
  }

  private void advance(Duration time) {
    now = now.plus(time);
    driver.advanceWallClockTime(time);
  }

  @SuppressWarnings("unchecked") // a topic holds values of one type
  private static <T> void keepNewest(TestOutputTopic<byte[], byte[]> topic, Map<String, T> newest) {
    for (KeyValue<byte[], byte[]> record : topic.readKeyValuesToList()) {
      String key = new String(record.key, StandardCharsets.UTF_8);
      if (record.value == null) {
        newest.remove(key);
      } else {
        newest.put(key, (T) RecordBytes.read(record.value));
      }
    }
  }

  /** Commands to erase that were published since they were asked for, as they are then. */
  List<Erasure> erasuresDone() {
    return erasures.readValuesToList().stream()
        .map(bytes -> (Erasure) RecordBytes.read(bytes))
        .toList();
  }

  /** The newest value of every key of the unmatched feedback. */
  Map<String, UnmatchedFeedback> unmatched() {
    return unmatchedNow;
  }

  /** The unmatched feedback of an id; null where it is not unmatched. */
  UnmatchedFeedback unmatched(String feedbackId) {
    return unmatchedNow.get(Events.PROJECT + "/f/" + feedbackId);
  }

  /** The newest labeled thread of an id; null where there is none. */
  LabeledThread labeled(String threadId) {
    return published.get(Events.PROJECT + "/h/" + threadId);
  }

  /** The newest value of every key of the labeled threads. */
  Map<String, LabeledThread> labeled() {
    return published;
  }

  List<DeadLetter> deadLetters() {
    return dead.readValuesToList().stream()
        .map(bytes -> (DeadLetter) RecordBytes.read(bytes))
        .toList();
  }

  /** All rows of a store, key and value as text, for comparison. */
  Map<String, String> rows(String store) {
    Map<String, String> rows = new TreeMap<>();
    KeyValueStore<org.apache.kafka.common.utils.Bytes, byte[]> state =
        driver.getKeyValueStore(store);
    try (KeyValueIterator<org.apache.kafka.common.utils.Bytes, byte[]> all = state.all()) {
      all.forEachRemaining(
          row ->
              rows.put(
                  new String(row.key.get(), StandardCharsets.ISO_8859_1),
                  new String(row.value, StandardCharsets.ISO_8859_1)));
    }
    return rows;
  }

  @Override
  public void close() {
    driver.close();
  }

  private TestOutputTopic<byte[], byte[]> output(Topic topic) {
    return driver.createOutputTopic(
        topic.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static Topic topicOf(SpecificRecord event) {
    if (event instanceof Trace) {
      return Topics.TRACES;
    }
    if (event instanceof Message) {
      return Topics.MESSAGES;
    }
    if (event instanceof ThreadFacts) {
      return Topics.THREAD_FACTS;
    }
    if (event instanceof Span) {
      return Topics.SPANS;
    }
    return event instanceof Feedback ? Topics.FEEDBACK : Topics.ERASURES;
  }
}
