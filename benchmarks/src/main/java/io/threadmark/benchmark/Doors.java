package io.threadmark.benchmark;

import io.threadmark.testkit.Signals;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What it takes to come in by the doors that are not our own: spans over OTLP/HTTP, and feedback by
 * MLflow's client, beside MLflow's own server.
 */
public final class Doors {
  private static final int PARTITIONS = 4;
  private static final int CONNECTIONS = 8;
  private static final int ROUNDS = 3;
  private static final int DIFFERENT_EXPORTS = 256;
  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final Duration PHASE = Duration.ofSeconds(10);
  private static final int OK = 200;
  private static final int ACCEPTED = 202;

  private static final String PROTOBUF = "OTLP, protobuf";
  private static final String PACKED = "OTLP, protobuf, gzip";
  private static final String EVENTS = "our own events, JSON";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final MeasuredSystem system;
  private final MeasuredGateway gateway;
  private final Map<String, List<HttpRequest>> requests = new LinkedHashMap<>();
  private final Map<String, List<Figures>> figures = new LinkedHashMap<>();

  /**
   * What a phase came to.
   *
   * @param perSecond spans, or events, that were durable in a second
   * @param micros of a processor that the gateway took for each
   */
  private record Figures(double perSecond, double micros) {}

  private Doors(MeasuredSystem system, MeasuredGateway gateway) throws IOException {
    this.system = system;
    this.gateway = gateway;
    List<HttpRequest> plain = new ArrayList<>();
    List<HttpRequest> packed = new ArrayList<>();
    for (byte[] export : new SpanExports().make(DIFFERENT_EXPORTS)) {
      plain.add(export("identity", export));
      packed.add(export("gzip", SpanExports.gzip(export)));
    }
    requests.put(PROTOBUF, plain);
    requests.put(PACKED, packed);
    requests.put(EVENTS, events());
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length > 1) {
      System.err.println("usage: benchmarks/run doors [PYTHON with mlflow]");
      System.exit(2);
    }
    try (MeasuredSystem system = MeasuredSystem.start(PARTITIONS);
        MeasuredGateway gateway = MeasuredGateway.before(system, PARTITIONS)) {
      new Doors(system, gateway).measure();
    }
    if (arguments.length == 1) {
      try (MeasuredSystem system = MeasuredSystem.start(PARTITIONS);
          MeasuredGateway gateway = MeasuredGateway.before(system, PARTITIONS)) {
        mlflow(arguments[0], system, gateway);
      }
    }
  }

  /** The processor stands still: what is measured is the way to a durable event. */
  private void measure() throws IOException, InterruptedException {
    long processor = system.processes().get(0).pid();
    Signals.send("STOP", processor);
    try {
      for (String door : requests.keySet()) {
        phase(door, WARM_UP);
      }
      for (int round = 0; round < ROUNDS; round++) {
        for (String door : requests.keySet()) {
          Figures of = phase(door, PHASE);
          figures.computeIfAbsent(door, none -> new ArrayList<>()).add(of);
        }
      }
    } finally {
      Signals.send("CONT", processor);
    }
    print();
  }

  private Figures phase(String door, Duration length) throws IOException, InterruptedException {
    Progress.say("%s for %d s", door, length.toSeconds());
    List<HttpRequest> of = requests.get(door);
    long end = System.nanoTime() + length.toNanos();
    AtomicInteger next = new AtomicInteger();
    AtomicLong durable = new AtomicLong();
    ExecutorService senders = Executors.newFixedThreadPool(CONNECTIONS);
    long began = System.nanoTime();
    Duration before = gateway.cpu();
    List<Future<?>> sending = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      sending.add(
          senders.submit(
              () -> {
                while (System.nanoTime() < end) {
                  send(of.get(next.getAndIncrement() % of.size()));
                  durable.addAndGet(SpanExports.SPANS);
                }
                return null;
              }));
    }
    senders.shutdown();
    for (Future<?> one : sending) {
      try {
        one.get();
      } catch (ExecutionException e) {
        senders.shutdownNow();
        throw new IOException(door + " broke off", e.getCause());
      }
    }
    double micros = gateway.cpu().minus(before).toNanos() / 1e3 / durable.get();
    return new Figures(durable.get() * 1e9 / (System.nanoTime() - began), micros);
  }

  private void send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    boolean whole =
        answer.statusCode() == ACCEPTED || (answer.statusCode() == OK && answer.body().isEmpty());
    if (!whole) {
      throw new IOException(answer.statusCode() + " " + answer.body());
    }
  }

  private HttpRequest export(String coding, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/traces"))
            .header("Content-Type", "application/x-protobuf")
            .POST(BodyPublishers.ofByteArray(body));
    return "identity".equals(coding)
        ? request.build()
        : request.header("Content-Encoding", coding).build();
  }

  private List<HttpRequest> events() {
    TraceArrivals arrivals = new TraceArrivals("native-");
    List<HttpRequest> batches = new ArrayList<>();
    for (int i = 0; i < DIFFERENT_EXPORTS; i++) {
      EventLines batch = new EventLines();
      for (int event = 0; event < SpanExports.SPANS; event++) {
        arrivals.next(batch, Instant.now());
      }
      batches.add(
          HttpRequest.newBuilder(URI.create(gateway.url() + "/api/v1/events"))
              .header("Content-Type", "application/x-ndjson")
              .POST(BodyPublishers.ofByteArray(batch.bytes()))
              .build());
    }
    return batches;
  }

  private void print() {
    System.out.println("| 100 a request | a second | µs of the gateway for each |");
    System.out.println("|---|---|---|");
    figures.forEach(
        (door, of) ->
            System.out.println(
                String.format(
                    Locale.ROOT,
                    "| %s | %,.0f | %.1f |",
                    door,
                    median(of.stream().map(Figures::perSecond).sorted().toList()),
                    median(of.stream().map(Figures::micros).sorted().toList()))));
    System.out.println();
  }

  private static double median(List<Double> sorted) {
    return sorted.get(sorted.size() / 2);
  }

  private static void mlflow(String python, MeasuredSystem system, MeasuredGateway gateway)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                python,
                "benchmarks/doors/log_feedback.py",
                gateway.url(),
                Long.toString(gateway.pid())));
    system.processes().forEach(process -> command.add(Long.toString(process.pid())));
    Process process =
        new ProcessBuilder(command)
            .redirectError(Redirect.INHERIT)
            .redirectOutput(Redirect.INHERIT)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("MLflow's client did not come to an end: " + process.exitValue());
    }
  }
}
