package io.threadmark.compatibility;

import io.threadmark.gateway.Gateway;
import io.threadmark.processor.Processor;
import io.threadmark.schema.settings.Settings;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** A gateway and a processor in this JVM. The processor begins with empty stores. */
final class Roles implements AutoCloseable {
  private final Processor processor;
  private final Gateway gateway;

  /**
   * Starts both and waits until they are ready.
   *
   * @param more settings of both
   */
  Roles(Cluster cluster, Map<String, String> more) throws IOException {
    Map<String, String> settings = new HashMap<>();
    settings.put("kafka.bootstrap.servers", cluster.kafka());
    settings.put("schema.registry.url", cluster.registry());
    settings.put("topics.partitions", Integer.toString(Cluster.PARTITIONS));
    settings.put("topics.replicas", "1");
    settings.put("processor.application.id", "roles-" + UUID.randomUUID());
    settings.put("processor.port", "0");
    settings.put(
        "processor.state.dir",
        Files.createTempDirectory(Path.of("target").toAbsolutePath(), "state").toString());
    settings.put("gateway.port", "0");
    settings.putAll(more);
    processor = Processor.start(Settings.of(settings));
    settings.put("processor.url", "http://127.0.0.1:" + processor.port());
    gateway = Gateway.start(Settings.of(settings));
    Api processorItself = new Api("http://127.0.0.1:" + processor.port());
    Await.until("the gateway is ready", () -> gateway().get("/readyz").status() == 200);
    Await.until("the processor is ready", () -> processorItself.get("/readyz").status() == 200);
  }

  /** A client of the gateway. */
  Api api(String project) {
    return gateway().in(project);
  }

  @Override
  public void close() {
    gateway.close();
    processor.close();
  }

  private Api gateway() {
    return new Api("http://127.0.0.1:" + gateway.port());
  }
}
