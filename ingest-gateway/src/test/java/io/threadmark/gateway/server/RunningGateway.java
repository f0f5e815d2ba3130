package io.threadmark.gateway.server;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.threadmark.gateway.event.EventType;
import io.threadmark.gateway.publish.Check;
import io.threadmark.gateway.publish.Ingest;
import io.threadmark.gateway.publish.IngestMetrics;
import io.threadmark.gateway.publish.ProjectStore;
import io.threadmark.gateway.publish.Readiness;
import io.threadmark.gateway.publish.Receipts;
import io.threadmark.schema.Project;
import io.threadmark.schema.ReceiptKeys;
import io.threadmark.schema.project.Projects;
import io.threadmark.schema.settings.Settings;
import io.threadmark.testkit.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A gateway whose Kafka is a list in memory, and a client of it. */
public final class RunningGateway implements AutoCloseable {
  static final String SECRET = "a secret";

  final MockProducer<byte[], byte[]> producer;
  public final Readiness readiness;
  final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  /** The settings of projects that were put, as if they had come back from Kafka at once. */
  final Map<String, Project> settings = new ConcurrentHashMap<>();

  private final GatewayServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** A gateway whose Kafka acknowledges at once. */
  public static RunningGateway start() {
    return start(true, Map.of());
  }

  public static RunningGateway start(boolean acknowledges, Map<String, String> settings) {
    return new RunningGateway(acknowledges, settings, List.of());
  }

  public RunningGateway(boolean acknowledges, Map<String, String> settings, List<Check> checks) {
    ByteArraySerializer bytes = new ByteArraySerializer();
    producer = new MockProducer<>(acknowledges, null, bytes, bytes);
    readiness = new Readiness(checks);
    IngestMetrics ingestMetrics = new IngestMetrics(metrics);
    Receipts receipts = new Receipts();
    receipts.signWith(ReceiptKeys.ofText(SECRET));
    Clock clock = Clock.systemUTC();
    Ingest ingest = new Ingest(producer, (topic, value) -> avro(value), clock, ingestMetrics);
    ProjectStore projects = new ProjectStore(ingest, this::settings, this::seen);
    Map<String, String> all = new TreeMap<>(Map.of("gateway.port", "0"));
    all.putAll(settings);
    server =
        GatewayServer.start(
            Settings.of(all),
            new GatewayServer.Backend(
                ingest, ingestMetrics, receipts, projects, readiness, metrics, clock));
    readiness.start();
    if (checks.isEmpty()) {
      Await.until("the gateway is ready", readiness::primed);
    }
  }

  private Project settings(String project) {
    return settings.getOrDefault(project, Projects.UNSET.of(project));
  }

  private CompletableFuture<Void> seen(Project wanted) {
    settings.put(wanted.getProjectId(), wanted);
    return CompletableFuture.completedFuture(null);
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  public int port() {
    return server.port();
  }

  /** The port of OpenTelemetry's gRPC. */
  public int grpcPort() {
    return server.grpcPort().orElseThrow();
  }

  public HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(30));
  }

  public Answer post(String path, String json) {
    return send(to(path).POST(BodyPublishers.ofString(json)));
  }

  Answer postLines(String path, String lines) {
    return send(
        to(path)
            .header("Content-Type", "application/x-ndjson")
            .POST(BodyPublishers.ofString(lines)));
  }

  public Answer get(String path) {
    return send(to(path));
  }

  public Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      return new Answer(response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends what may be answered by something else than text. */
  public HttpResponse<byte[]> sendForBytes(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public CompletableFuture<Answer> sendAsync(HttpRequest.Builder request) {
    return client.sendAsync(request.build(), BodyHandlers.ofString()).thenApply(Answer::new);
  }

  /** What was published, in order: key and value. */
  public Stream<Map.Entry<String, SpecificRecord>> published() {
    return producer.history().stream()
        .map(r -> Map.entry(new String(r.key(), StandardCharsets.UTF_8), read(r)));
  }

  /** Lets Kafka refuse whatever comes, until a request has its answer. */
  public void refuseUntil(BooleanSupplier isAnswered) {
    Await.until(
        "the request is answered",
        () -> {
          while (producer.errorNext(new TimeoutException("too slow"))) {
            // each record has an acknowledgement of its own
          }
          return isAnswered.getAsBoolean();
        });
  }

  /** As if nothing had been published yet. */
  public void forget() {
    producer.clear();
  }

  public <T extends SpecificRecord> List<T> published(Class<T> type) {
    return published().map(Map.Entry::getValue).filter(type::isInstance).map(type::cast).toList();
  }

  @Override
  public void close() {
    readiness.closing();
    server.close();
    readiness.close();
  }

  private static byte[] avro(SpecificRecord value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    try {
      new SpecificDatumWriter<SpecificRecord>(value.getSchema()).write(value, encoder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static SpecificRecord read(ProducerRecord<byte[], byte[]> record) {
    EventType type =
        Stream.of(EventType.values())
            .filter(each -> each.topic().name().equals(record.topic()))
            .findFirst()
            .orElseThrow();
    SpecificDatumReader<SpecificRecord> reader =
        new SpecificDatumReader<>(SpecificData.get().getSchema(type.topic().valueType()));
    try {
      return reader.read(null, DecoderFactory.get().binaryDecoder(record.value(), null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
