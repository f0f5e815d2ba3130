package io.threadmark.gateway.publish;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.threadmark.gateway.settings.GatewaySettings;
import io.threadmark.schema.ReceiptKeys;
import io.threadmark.schema.TopicProvisioner;
import io.threadmark.schema.project.ProjectsTopic;
import io.threadmark.schema.registry.AvroSerializer;
import io.threadmark.schema.registry.SchemaRegistry;
import io.threadmark.schema.registry.ValueSerdes;
import io.threadmark.schema.settings.InternalSecret;
import io.threadmark.schema.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way to Kafka: its clients, what they need to be ready, and their end. */
public final class KafkaPublisher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaPublisher.class);
  private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(10);

  /** What is to be closed, in that order: the reverse of how it was opened. */
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  private final Receipts receipts = new Receipts();
  private final IngestMetrics metrics;
  private Ingest ingest;
  private ProjectStore projects;
  private Readiness readiness;

  private KafkaPublisher(MeterRegistry registry) {
    metrics = new IngestMetrics(registry);
  }

  /**
   * Starts the clients. Neither Kafka nor the schema registry need be there yet.
   *
   * @throws IllegalArgumentException where a setting is wrong
   */
  public static KafkaPublisher start(Settings settings, Clock clock, MeterRegistry registry) {
    KafkaPublisher publisher = new KafkaPublisher(registry);
    try {
      publisher.open(settings, clock, registry);
      return publisher;
    } catch (KafkaException e) {
      publisher.close();
      throw new IllegalArgumentException("Kafka's client refuses its settings: " + causes(e), e);
    } catch (RuntimeException e) {
      publisher.close();
      throw e;
    }
  }

  /** Takes events. */
  public Ingest ingest() {
    return ingest;
  }

  /** The settings of projects. */
  public ProjectStore projects() {
    return projects;
  }

  public Receipts receipts() {
    return receipts;
  }

  public IngestMetrics metrics() {
    return metrics;
  }

  public Readiness readiness() {
    return readiness;
  }

  /** Flushes what is on its way and ends. */
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        LOG.warn("Could not close cleanly", e);
      }
    }
  }

  private void open(Settings settings, Clock clock, MeterRegistry registry) {
    receipts.signWith(
        ReceiptKeys.of(settings.get(GatewaySettings.RECEIPT_SECRET), InternalSecret.of(settings)));
    Serializer<SpecificRecord> values = opened(ValueSerdes.serializer(settings));
    Admin admin = Admin.create(KafkaConfig.admin(settings));
    parts.push(() -> admin.close(FLUSH_TIMEOUT));
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            KafkaConfig.producer(settings), new ByteArraySerializer(), new ByteArraySerializer());
    parts.push(() -> producer.close(FLUSH_TIMEOUT));
    ingest = new Ingest(producer, values, clock, metrics);
    ProjectsTopic read = opened(ProjectsTopic.follow(settings));
    projects = new ProjectStore(ingest, read, read::seen);
    FunctionCounter.builder("threadmark.projects.unreadable", read, ProjectsTopic::unreadable)
        .description("Records of project settings that were passed over, as nobody can read them")
        .register(registry);
    TopicProvisioner topics =
        new TopicProvisioner(admin, settings.get(GatewaySettings.PARTITIONS).intValue(), 1);
    readiness =
        opened(
            new Readiness(
                List.of(
                    new RegistryCheck(values, registryToSet(settings)),
                    new KafkaCheck(admin, topics, producer, receipts),
                    read::problems)));
    readiness.start();
    opened(new KafkaClientMetrics(producer)).bindTo(registry);
    opened(new JvmGcMetrics()).bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  /** Another serializer than ours brings its own ways with the registry. */
  private static SchemaRegistry registryToSet(Settings settings) {
    boolean ours = settings.get(ValueSerdes.SERIALIZER).equals(AvroSerializer.class.getName());
    return ours ? ValueSerdes.registry(settings) : null;
  }

  /** Kafka says only in the cause which setting is wrong. */
  private static String causes(Throwable failure) {
    return failure.getCause() == null
        ? failure.getMessage()
        : failure.getMessage() + ": " + failure.getCause().getMessage();
  }
}
