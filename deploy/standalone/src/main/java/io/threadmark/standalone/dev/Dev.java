package io.threadmark.standalone.dev;

import io.threadmark.gateway.Gateway;
import io.threadmark.processor.Processor;
import io.threadmark.schema.TopicProvisioner;
import io.threadmark.schema.settings.Settings;
import io.threadmark.standalone.cli.CommandFailedException;
import io.threadmark.standalone.cli.Console;
import io.threadmark.standalone.cli.Waiting;
import io.threadmark.standalone.cluster.Endpoints;
import io.threadmark.standalone.cluster.Loopback;
import io.threadmark.standalone.topics.CreatedTopics;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;

/** Starts the parts of the whole system, each after what it needs. */
final class Dev {
  private static final Duration ROLE_PATIENCE = Duration.ofSeconds(90);
  private static final Duration CHILD_STOP = Lifeline.PATIENCE.plusSeconds(1);
  private static final Duration GATEWAY_STOP = Duration.ofSeconds(3);

  /** More than the processor gives its own parts. */
  private static final Duration PROCESSOR_STOP = Duration.ofSeconds(30);

  private static final int REPLICAS = 1;

  private final Console console;
  private final Running running;
  private final DataDirectory data;
  private final RoleSettings settings;
  private final HttpProbe http = new HttpProbe();

  Dev(Console console, Running running, DataDirectory data, RoleSettings settings) {
    this.console = console;
    this.running = running;
    this.data = data;
    this.settings = settings;
  }

  /**
   * Starts everything and waits until it is ready.
   *
   * @param port the gateway's, or 0
   * @param onDeath told why, where a child ends by itself
   * @return where everything is; also in the data folder's endpoints file
   * @throws CommandFailedException where a part does not start
   */
  Endpoints start(int port, Consumer<String> onDeath) throws IOException, InterruptedException {
    Files.deleteIfExists(data.endpoints());
    console.step("starting the Kafka broker and the schema registry; data in " + data);
    Distribution distribution = Distribution.running();
    Broker broker = Broker.start(distribution, data);
    Registry registry = Registry.start(distribution, data, http);
    List<ChildJvm> children = List.of(registry.child(), broker.child());
    running.add("broker and registry", CHILD_STOP, () -> stopTogether(children));

    broker.awaitReady();
    console.step("the Kafka broker serves " + broker.address());
    createTopics(broker.address());
    registry.awaitReady();
    console.step("the schema registry serves " + registry.address());
    children.forEach(child -> child.onEnd(() -> report(child, onDeath)));

    Endpoints endpoints = startRoles(port, broker.address(), registry.address());
    endpoints.write(data.endpoints());
    list(endpoints);
    return endpoints;
  }

  private void createTopics(String kafka) throws InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
      TopicProvisioner topics = new TopicProvisioner(admin, settings.partitions(), REPLICAS);
      int created = topics.createMissing().size();
      Waiting.until("the topics", CreatedTopics.PATIENCE, new CreatedTopics(topics));
      List<String> problems = topics.problems();
      if (!problems.isEmpty()) {
        throw new CommandFailedException(String.join("\n", problems));
      }
      console.step(created == 0 ? "all topics are there" : created + " topics are created");
    }
  }

  private Endpoints startRoles(int port, String kafka, String registry)
      throws InterruptedException {
    Settings cluster = settings.cluster(kafka, registry);
    Processor processor =
        started("processor", () -> Processor.start(settings.processor(cluster, data)));
    running.add("processor", PROCESSOR_STOP, () -> stop(processor));
    String processorAddress = address(processor.port());
    console.step("the processor answers on " + processorAddress);

    Gateway gateway =
        started("gateway", () -> Gateway.start(settings.gateway(cluster, port, processorAddress)));
    running.add("gateway", GATEWAY_STOP, gateway);
    String gatewayAddress = address(gateway.port());
    console.step("the gateway answers on " + gatewayAddress);

    awaitReady("processor", processorAddress);
    awaitReady("gateway", gatewayAddress);
    console.step("both are ready");
    OptionalInt grpc = gateway.grpcPort();
    return new Endpoints(
        gatewayAddress,
        processorAddress,
        grpc.isPresent() ? Loopback.HOST + ":" + grpc.getAsInt() : null,
        kafka,
        registry);
  }

  private void stop(Processor processor) {
    processor.close();
    if (!processor.isClosedInOrder()) {
      throw new IllegalStateException("not every store was closed");
    }
    console.line("The processor has closed every store.");
  }

  private void awaitReady(String role, String address) throws InterruptedException {
    try {
      Waiting.until("the " + role, ROLE_PATIENCE, () -> http.reasonNotOk(address + "/readyz"));
    } catch (CommandFailedException e) {
      throw new CommandFailedException(e.getMessage() + LogTail.of(data.launcherLog()), e);
    }
  }

  private <T> T started(String role, Supplier<T> start) {
    try {
      return start.get();
    } catch (RuntimeException e) {
      throw new CommandFailedException(
          "the %s does not start: %s".formatted(role, e.getMessage())
              + LogTail.of(data.launcherLog()),
          e);
    }
  }

  private void list(Endpoints endpoints) {
    console.line("");
    console.line("  gateway, pages    " + endpoints.gateway());
    console.line("  processor         " + endpoints.processor());
    if (endpoints.otlpGrpc() != null) {
      console.line("  OTLP by gRPC      " + endpoints.otlpGrpc());
    }
    console.line("  Kafka             " + endpoints.kafka());
    console.line("  schema registry   " + endpoints.schemaRegistry());
    console.line("  data              " + data);
    console.line("  logs              " + data.logs());
    console.line("");
  }

  private void report(ChildJvm child, Consumer<String> onDeath) {
    if (!running.stopping()) {
      onDeath.accept(child.describeEnd());
    }
  }

  private static String address(int port) {
    return "http://" + Loopback.HOST + ":" + port;
  }

  /** Lets go of all lifelines first, so that the children stop at the same time. */
  private static void stopTogether(List<ChildJvm> children) throws InterruptedException {
    children.forEach(ChildJvm::letGo);
    for (ChildJvm child : children) {
      child.stop();
    }
  }
}
