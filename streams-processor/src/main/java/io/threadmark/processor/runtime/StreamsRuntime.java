package io.threadmark.processor.runtime;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.threadmark.processor.erasure.rows.SubjectHash;
import io.threadmark.processor.stage.Retention;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.stage.StoreWrites;
import io.threadmark.processor.stage.Timers;
import io.threadmark.processor.stage.Timing;
import io.threadmark.processor.topology.FeedbackTopology;
import io.threadmark.schema.ReceiptKeys;
import io.threadmark.schema.Topic;
import io.threadmark.schema.TopicProvisioner;
import io.threadmark.schema.Topics;
import io.threadmark.schema.project.Projects;
import io.threadmark.schema.project.ProjectsTopic;
import io.threadmark.schema.registry.AvroDeserializer;
import io.threadmark.schema.registry.AvroSerializer;
import io.threadmark.schema.registry.RegistryRefusedException;
import io.threadmark.schema.registry.SchemaRegistry;
import io.threadmark.schema.registry.ValueSerdes;
import io.threadmark.schema.settings.InternalSecret;
import io.threadmark.schema.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the topology: waits for what it needs, starts it, replaces stream threads that die, and
 * tells at any time whether it is ready, and why not.
 */
public final class StreamsRuntime implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamsRuntime.class);
  private static final List<Topic> INPUTS =
      List.of(Topics.TRACES, Topics.MESSAGES, Topics.THREAD_FACTS, Topics.FEEDBACK);
  private static final List<Topic> OUTPUTS =
      List.of(
          Topics.LABELED_THREADS, Topics.ROLLUPS, Topics.UNMATCHED_FEEDBACK, Topics.DEAD_LETTERS);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration PROJECTS_PAUSE = Duration.ofMillis(50);
  private static final Duration CLOSE = Duration.ofSeconds(20);

  /** How often it is looked for metrics of tasks that came or went. */
  private static final Duration METRICS_REFRESH = Duration.ofSeconds(10);

  private final Settings settings;
  private final String applicationServer;
  private final MeterRegistry metrics;
  private final ThreadDeaths deaths;
  private final Timers timers;
  private final StoreWrites threadWrites;
  private final SubjectHash hashes;
  private final ProjectsTopic projects;
  private final Thread starter;
  private final ScheduledExecutorService watcher =
      Executors.newSingleThreadScheduledExecutor(StreamsRuntime::daemon);

  private volatile KafkaStreams streams;
  private volatile ReceiptKeys receiptKeys = ReceiptKeys.NONE;

  /** What it waits for, or why it cannot start; null where nothing is in the way. */
  private volatile String notReady = "starting";

  private volatile boolean closed;
  private volatile boolean closedInOrder;

  /**
   * Begins to start; {@link #notReady()} tells how far it is.
   *
   * @param applicationServer host:port under which other instances reach this one
   * @throws IllegalArgumentException where a setting is wrong
   */
  public StreamsRuntime(Settings settings, String applicationServer, MeterRegistry metrics) {
    this.settings = settings;
    this.applicationServer = applicationServer;
    this.metrics = metrics;
    this.deaths = new ThreadDeaths(metrics, Clock.systemUTC());
    Properties config = StreamsProperties.of(settings, applicationServer);
    Serializer<SpecificRecord> serializer = ValueSerdes.serializer(settings);
    Deserializer<SpecificRecord> deserializer = ValueSerdes.deserializer(settings);
    this.hashes = new SubjectHash(settings.get(ProcessorSettings.ERASURE_SECRET));
    this.projects = ProjectsTopic.follow(settings);
    FunctionCounter.builder("threadmark.projects.unreadable", projects, ProjectsTopic::unreadable)
        .description("Records of project settings that were passed over, as nobody can read them")
        .register(metrics);
    FeedbackTopology flow =
        new FeedbackTopology(
            Math.toIntExact(settings.get(ProcessorSettings.PARTITIONS)),
            new Timing(
                Duration.ofMillis(settings.get(ProcessorSettings.PUBLISH_INTERVAL_MS)),
                settings.get(ProcessorSettings.PUBLISH_THREAD_BYTES),
                Duration.ofMillis(settings.get(ProcessorSettings.MATCH_WITHIN_MS)),
                new Retention(Duration.ofMillis(settings.get(ProcessorSettings.RETENTION_MS)))),
            projects,
            hashes,
            serializer,
            deserializer,
            metrics);
    this.timers = flow.timers();
    this.threadWrites = flow.threadWrites();
    StreamsProperties.watch(config, threadsChangelog(settings), threadWrites);
    Topology topology = flow.build(config);
    starter =
        new Thread(() -> start(topology, config, serializer, deserializer), "threadmark-start");
    starter.setDaemon(true);
    starter.start();
  }

  /** Why it is not ready, a sentence each; empty where it is. */
  public List<String> notReady() {
    List<String> reasons = new ArrayList<>();
    KafkaStreams running = streams;
    KafkaStreams.State state = running == null ? null : running.state();
    if (state != null && state != KafkaStreams.State.RUNNING) {
      reasons.add("the topology is " + state + ", not RUNNING");
    }
    String waiting = notReady;
    if (waiting != null) {
      reasons.add(waiting);
    }
    return reasons;
  }

  /** The running application; null before it was started. */
  public KafkaStreams streams() {
    return streams;
  }

  /** Stream threads that died. */
  public ThreadDeaths deaths() {
    return deaths;
  }

  /** Timers that fail; the processor is ready all the same, as everything else goes on. */
  public Timers timers() {
    return timers;
  }

  /** How far the changes of threads have come to their changelog. */
  public StoreWrites threadWrites() {
    return threadWrites;
  }

  /** The changelog of threads. */
  public static String threadsChangelog(Settings settings) {
    return StateStores.changelog(
        settings.get(ProcessorSettings.APPLICATION_ID), StateStores.THREADS);
  }

  /** Names what was erased. */
  public SubjectHash hashes() {
    return hashes;
  }

  /** The settings of projects. */
  public Projects projects() {
    return projects;
  }

  /** Partitions of every topic. */
  public int partitions() {
    return Math.toIntExact(settings.get(ProcessorSettings.PARTITIONS));
  }

  /** What signs receipts; empty before it is known. */
  public ReceiptKeys receiptKeys() {
    return receiptKeys;
  }

  @Override
  public void close() {
    closed = true;
    starter.interrupt();
    try {
      starter.join(CLOSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    projects.close();
    watcher.shutdownNow();
    deaths.close();
    // Who stays in the group until its session is over makes the next one wait for that.
    closedInOrder =
        streams == null
            || streams.close(
                CloseOptions.timeout(CLOSE)
                    .withGroupMembershipOperation(
                        CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    if (closedInOrder) {
      LOG.info("every store is closed");
    } else {
      LOG.warn("not every store was closed within {} s", CLOSE.toSeconds());
    }
  }

  /** Whether every store was closed when this was. */
  public boolean isClosedInOrder() {
    return closedInOrder;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "threadmark-metrics");
    thread.setDaemon(true);
    return thread;
  }

  private void start(
      Topology topology,
      Properties config,
      Serializer<SpecificRecord> serializer,
      Deserializer<SpecificRecord> deserializer) {
    try {
      awaitKafka();
      awaitProjects();
      KafkaStreams application = new KafkaStreams(topology, config);
      application.setUncaughtExceptionHandler(deaths);
      new KafkaStreamsMetrics(application, Tags.empty(), watcher, METRICS_REFRESH).bindTo(metrics);
      streams = application;
      timers.hold();
      if (!closed) {
        application.start();
        LOG.info("topology started; other instances reach this one at {}", applicationServer);
      }
      // Recovery and queries go on without the registry; only new records and what
      // timers would send wait for it.
      awaitRegistry(serializer, deserializer);
      timers.release();
      notReady = null;
    } catch (InterruptedException e) {
      notReady = "stopped while starting";
    } catch (RuntimeException e) {
      notReady = "cannot start: " + e.getMessage();
      LOG.error("cannot start", e);
    }
  }

  /** Kafka must be there, and the topics as declared: the number of partitions decides all keys. */
  private void awaitKafka() throws InterruptedException {
    Map<String, Object> config = new java.util.HashMap<>(settings.under("kafka"));
    config.put("bootstrap.servers", settings.get(ProcessorSettings.BOOTSTRAP_SERVERS));
    try (Admin admin = Admin.create(config)) {
      TopicProvisioner topics =
          new TopicProvisioner(
              admin, Math.toIntExact(settings.get(ProcessorSettings.PARTITIONS)), 1);
      while (true) {
        try {
          List<String> problems = topics.problems();
          if (problems.isEmpty()) {
            receiptKeys = receiptKeys(admin);
            return;
          }
          waitBecause(String.join("; ", problems));
        } catch (org.apache.kafka.common.KafkaException e) {
          waitBecause("Kafka does not answer: " + e.getMessage());
        }
      }
    }
  }

  /**
   * The settings of projects must be known: what is counted, or forgotten, under wrong ones cannot
   * be made good. The registry is needed for that only where somebody has set anything.
   */
  private void awaitProjects() throws InterruptedException {
    for (List<String> problems = projects.problems();
        !problems.isEmpty();
        problems = projects.problems()) {
      notReady = String.join("; ", problems);
      Thread.sleep(PROJECTS_PAUSE.toMillis());
    }
    while (!projects.isWhole()) {
      notReady = "the settings of some projects cannot be read: a partition has no leader";
      Thread.sleep(PROJECTS_PAUSE.toMillis());
    }
  }

  private ReceiptKeys receiptKeys(Admin admin) throws InterruptedException {
    ReceiptKeys given =
        ReceiptKeys.of(settings.get(ProcessorSettings.RECEIPT_SECRET), InternalSecret.of(settings));
    try {
      return given.isEmpty()
          ? ReceiptKeys.ofText(admin.describeCluster().clusterId().get(10, TimeUnit.SECONDS))
          : given;
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      throw new org.apache.kafka.common.errors.TimeoutException(
          "the cluster did not tell its id", e);
    }
  }

  /** Registers what this process writes, and learns what it reads, so that no record waits. */
  private void awaitRegistry(
      Serializer<SpecificRecord> serializer, Deserializer<SpecificRecord> deserializer)
      throws InterruptedException {
    while (true) {
      try {
        if (serializer instanceof AvroSerializer own) {
          SchemaRegistry registry = ValueSerdes.registry(settings);
          for (Topic topic : OUTPUTS) {
            own.register(topic.name(), SpecificData.get().getSchema(topic.valueType()));
            registry.setCompatibility(topic.subject(), SchemaRegistry.FULL_TRANSITIVE);
          }
        }
        learn(deserializer);
        return;
      } catch (RetriableException | RegistryRefusedException e) {
        // A refusal is for people to mend, and once it is mended nothing else is left to do.
        waitBecause(e.getMessage());
      }
    }
  }

  private static void learn(Deserializer<SpecificRecord> deserializer) {
    if (!(deserializer instanceof AvroDeserializer own)) {
      return;
    }
    for (Topic topic : INPUTS) {
      try {
        own.learn(topic.name(), SpecificData.get().getSchema(topic.valueType()));
      } catch (RegistryRefusedException e) {
        // Only its writers need it there; each record names the schema that it was written with.
        LOG.info("the ids of {} are learned from its records: {}", topic.subject(), e.getMessage());
      }
    }
  }

  private void waitBecause(String reason) throws InterruptedException {
    if (!reason.equals(notReady)) {
      LOG.warn("waiting: {}", reason);
    }
    notReady = reason;
    Thread.sleep(RETRY.toMillis());
  }
}
