package io.threadmark.it;

import io.threadmark.gateway.Gateway;
import io.threadmark.processor.Processor;
import io.threadmark.schema.registry.ValueSerdes;
import io.threadmark.schema.settings.Settings;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import io.threadmark.testkit.SchemaRegistryProcess;
import io.threadmark.testkit.TestKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/** The whole system on real parts: a broker, a registry, a gateway and one or more processors. */
public final class Threadmark implements AutoCloseable {
  static final int PARTITIONS = 4;

  private final TestKafka kafka;
  private final SchemaRegistryProcess registry;
  private final List<Processor> processors = new ArrayList<>();
  private final Gateway gateway;
  private final Settings settings;

  Threadmark(int processorCount) {
    this(processorCount, Map.of());
  }

  /**
   * @param otherSettings besides those that name the parts
   */
  Threadmark(int processorCount, Map<String, String> otherSettings) {
    this(processorCount, otherSettings, kafkaOfThisRun());
  }

  /**
   * @param kafka is closed together with the rest
   */
  Threadmark(int processorCount, Map<String, String> otherSettings, TestKafka kafka) {
    this.kafka = kafka;
    registry = new SchemaRegistryProcess();
    settings =
        Settings.of(
                Map.of(
                    "kafka.bootstrap.servers",
                    kafka.bootstrapServers(),
                    "schema.registry.url",
                    registry.url(),
                    "topics.partitions",
                    Integer.toString(PARTITIONS),
                    "topics.replicas",
                    "1",
                    "processor.port",
                    "0",
                    "gateway.port",
                    "0"))
            .with(otherSettings);
    ApplicationTopics.create(kafka.bootstrapServers(), PARTITIONS);
    List<String> urls = new ArrayList<>();
    for (int i = 0; i < processorCount; i++) {
      startProcessor();
    }
    processors().forEach(processor -> urls.add(processor.base()));
    gateway = Gateway.start(settings.with(Map.of("processor.url", String.join(",", urls))));
    Await.until("the gateway is ready", () -> new Api(gatewayUrl()).get("/readyz").status() == 200);
    urls.forEach(
        url ->
            Await.until(
                "the processor is ready", () -> new Api(url).get("/readyz").status() == 200));
  }

  /** A client of the public address. */
  Api api() {
    return new Api(gatewayUrl());
  }

  String gatewayUrl() {
    return "http://127.0.0.1:" + gateway.port();
  }

  /** The port of OpenTelemetry's gRPC. */
  int grpcPort() {
    return gateway.grpcPort().orElseThrow();
  }

  /** Another gateway of the same system, with some settings of its own; the caller closes it. */
  Gateway anotherGateway(Map<String, String> otherSettings) {
    return Gateway.start(settings.with(otherSettings));
  }

  /**
   * A processor of the same topics with stores of its own, empty at first; the caller closes it.
   */
  Processor anotherApplication(String id) {
    return anotherApplication(id, Map.of());
  }

  /** The same, with some settings of its own. */
  Processor anotherApplication(String id, Map<String, String> otherSettings) {
    return Processor.start(
        settings
            .with(otherSettings)
            .with(Map.of("processor.application.id", id, "processor.state.dir", stateDirectory())));
  }

  /** Clients of the processors' own addresses. */
  List<Api> processors() {
    return processors.stream()
        .map(processor -> new Api("http://127.0.0.1:" + processor.port()))
        .toList();
  }

  /** One processor more, with an empty disk; it is ready when the group has taken it in. */
  void startProcessor() {
    processors.add(Processor.start(settings.with(Map.of("processor.state.dir", stateDirectory()))));
  }

  /** Stops the processor that runs the longest. */
  void stopProcessor() {
    processors.remove(0).close();
  }

  String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  String schemaRegistryUrl() {
    return registry.url();
  }

  Serializer<SpecificRecord> serializer() {
    return ValueSerdes.serializer(settings);
  }

  Deserializer<SpecificRecord> deserializer() {
    return ValueSerdes.deserializer(settings);
  }

  @Override
  public void close() {
    gateway.close();
    processors.forEach(Processor::close);
    kafka.close();
    registry.close();
  }

  /**
   * A broker in this JVM, or one in a container where the system property {@code threadmark.kafka}
   * is {@code container}, as the profile {@code containers} sets it.
   */
  private static TestKafka kafkaOfThisRun() {
    return ContainerKafka.isWanted() ? ContainerKafka.started() : new EmbeddedKafka();
  }

  private static String stateDirectory() {
    try {
      return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "state").toString();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
