package io.threadmark.benchmark;

import io.threadmark.testkit.Await;
import io.threadmark.testkit.FreePort;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** A gateway in a process of its own, so that it can be told what it alone takes. */
final class MeasuredGateway implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(1);
  private static final int OK = 200;

  private final Process process;
  private final String url;

  private MeasuredGateway(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /**
   * Starts one before a system, and waits until it is ready.
   *
   * @param partitions of the system's topics
   */
  static MeasuredGateway before(MeasuredSystem system, int partitions) throws IOException {
    int port = FreePort.any();
    ProcessBuilder gateway =
        new ProcessBuilder("bin/threadmark", "gateway")
            .redirectError(Redirect.INHERIT)
            .redirectOutput(Redirect.DISCARD);
    gateway
        .environment()
        .putAll(
            Map.of(
                "THREADMARK_GATEWAY_PORT",
                Integer.toString(port),
                "THREADMARK_GATEWAY_OTLP_GRPC_PORT",
                "-1",
                "THREADMARK_TOPICS_PARTITIONS",
                Integer.toString(partitions),
                "THREADMARK_KAFKA_BOOTSTRAP_SERVERS",
                system.address("kafka"),
                "THREADMARK_SCHEMA_REGISTRY_URL",
                system.address("schema_registry"),
                "THREADMARK_PROCESSOR_URL",
                system.address("processor")));
    Process process = gateway.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "stop-gateway"));
    MeasuredGateway started = new MeasuredGateway(process, "http://127.0.0.1:" + port);
    HttpRequest ready = HttpRequest.newBuilder(URI.create(started.url + "/readyz")).build();
    HttpClient http = HttpClient.newHttpClient();
    Await.until(
        START,
        "the gateway is ready",
        () -> http.send(ready, BodyHandlers.discarding()).statusCode() == OK);
    return started;
  }

  String url() {
    return url;
  }

  long pid() {
    return process.pid();
  }

  /** What it has taken of the processors since it began. */
  Duration cpu() throws IOException {
    return process
        .info()
        .totalCpuDuration()
        .orElseThrow(() -> new IOException("the system does not tell what a process takes"));
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
