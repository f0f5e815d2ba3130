package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.gateway.Gateway;
import io.threadmark.schema.settings.Settings;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import io.threadmark.testkit.Distribution;
import io.threadmark.testkit.FreePort;
import io.threadmark.testkit.Metrics;
import io.threadmark.testkit.RoleProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Kafka and a gateway in this JVM, and processors that are processes of their own and keep their
 * data, so that they can be killed and started again.
 */
final class KillableProcessors implements AutoCloseable {
  static final int PARTITIONS = 4;

  /** Of a session in its group, so that a killed member is missed soon, but not at once. */
  private static final int SESSION_MS = 6_000;

  private final Path folder;
  private final EmbeddedKafka kafka = new EmbeddedKafka();
  private final Map<String, String> settings = new HashMap<>();
  private final List<Integer> ports;
  private final Map<Integer, RoleProcess> running = new HashMap<>();
  private final Gateway gateway;

  /** So many processors, none of which is started yet. */
  KillableProcessors(Path folder, int count, Map<String, String> otherSettings) throws IOException {
    this.folder = folder;
    ports = IntStream.range(0, count).mapToObj(number -> FreePort.any()).toList();
    ApplicationTopics.create(kafka.bootstrapServers(), PARTITIONS);
    settings.put("kafka.bootstrap.servers", kafka.bootstrapServers());
    settings.put("schema.registry.url", SharedRegistry.url());
    settings.put("topics.partitions", Integer.toString(PARTITIONS));
    settings.put("topics.replicas", "1");
    settings.putAll(otherSettings);
    for (int number = 0; number < count; number++) {
      Distribution.install(folder(number));
    }
    List<String> urls = ports.stream().map(port -> "http://127.0.0.1:" + port).toList();
    gateway =
        Gateway.start(
            Settings.of(settings)
                .with(Map.of("gateway.port", "0", "processor.url", String.join(",", urls))));
    Await.until("the gateway is ready", () -> api().get("/readyz").status() == 200);
  }

  /** Starts a processor, for the first time or again, with what it left behind. */
  void start(int number) {
    start(number, Map.of());
  }

  /** The same, with settings of its own. */
  void start(int number, Map<String, String> ownSettings) {
    Map<String, String> own = new HashMap<>(settings);
    own.putAll(ownSettings);
    own.put("processor.state.dir", folder(number).resolve("state").toString());
    own.put("processor.index.dir", index(number).toString());
    own.put("kafka.session.timeout.ms", Integer.toString(SESSION_MS));
    own.put("kafka.heartbeat.interval.ms", "1000");
    own.put("kafka.producer.transaction.timeout.ms", "10000");
    running.put(number, RoleProcess.start(folder(number), "processor", ports.get(number), own));
  }

  void awaitReady(int number) {
    running.get(number).awaitReady();
  }

  /** SIGTERM. */
  void stop(int number) throws InterruptedException {
    running.remove(number).terminate();
  }

  /** SIGKILL. */
  void kill(int number) throws InterruptedException {
    running.remove(number).kill();
  }

  /** The public address. */
  Api api() {
    return new Api("http://127.0.0.1:" + gateway.port());
  }

  /** A processor's own address. */
  Api processor(int number) {
    return new Api("http://127.0.0.1:" + ports.get(number));
  }

  /** The folder of a processor's search index. */
  Path index(int number) {
    return folder(number).resolve("index");
  }

  /** Posts events, again and again until they are acknowledged, and returns a receipt. */
  String post(String events) {
    return Await.untilPresent(
        "events are acknowledged",
        () -> {
          Api.Answer answer = api().post("/api/v1/events", "application/x-ndjson", events);
          assertThat(answer.status()).as(answer.text()).isIn(202, 503);
          return answer.status() == 202 ? answer.json().get("receipt").asText() : null;
        });
  }

  /** Returns once lists have what was acknowledged: they have all that other queries see. */
  void awaitListed(List<String> receipts) {
    receipts.forEach(receipt -> awaitAnswer("/api/v1/feedback?page_size=1&wait_for=" + receipt));
    awaitAnswer("/api/v1/threads/count?wait_for=" + receipts.get(receipts.size() - 1));
  }

  private void awaitAnswer(String path) {
    Await.until(
        "what was acknowledged is seen",
        () -> {
          Api.Answer answer = api().get(path);
          if (answer.status() != 200) {
            throw new IllegalStateException(answer.text());
          }
          return true;
        });
  }

  /** Returns once a processor tells that its search index has read all of each partition. */
  void awaitMeasured(int number) {
    Set<String> all =
        IntStream.range(0, PARTITIONS).mapToObj(Integer::toString).collect(Collectors.toSet());
    Await.until(
        "all partitions are indexed",
        () ->
            Metrics.scrape(List.of(processor(number))).samples().stream()
                .filter(of -> of.name().equals("threadmark_index_lag") && of.value() == 0)
                .map(of -> of.labels().get("partition"))
                .collect(Collectors.toSet())
                .equals(all));
  }

  private Path folder(int number) {
    return folder.resolve("processor-" + number);
  }

  @Override
  public void close() {
    running.values().forEach(RoleProcess::close);
    gateway.close();
    kafka.close();
  }
}
