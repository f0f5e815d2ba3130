package io.threadmark.standalone.dev;

import io.threadmark.standalone.cli.CommandFailedException;
import io.threadmark.standalone.cli.Waiting;
import io.threadmark.standalone.cluster.Loopback;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** The Kafka broker, a child of this JVM. */
final class Broker {
  static final String NAME = "Kafka broker";

  private static final int USUAL_PORT = 9092;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> JVM_FLAGS =
      List.of(
          "-Xms64m",
          "-Xmx256m",
          "-XX:+UseSerialGC",
          "-XX:MaxDirectMemorySize=64m",
          "-XX:+ExitOnOutOfMemoryError",
          "-Djava.awt.headless=true",
          "-Dfile.encoding=UTF-8");

  private final ChildJvm child;
  private final int port;

  private Broker(ChildJvm child, int port) {
    this.child = child;
    this.port = port;
  }

  /** Starts it on the usual port, or on another where that is taken. */
  static Broker start(Distribution distribution, DataDirectory data) {
    List<Integer> ports = Loopback.freePorts(2);
    int port = Loopback.free(USUAL_PORT) ? USUAL_PORT : ports.get(0);
    Path file = data.kafka().resolve("server.properties");
    write(BrokerProperties.of(port, ports.get(1), data.kafka().resolve("log")), file);
    return new Broker(
        ChildJvm.start(
            new ChildJvm.Program(
                NAME,
                JVM_FLAGS,
                distribution.classpath(),
                BrokerMain.class.getName(),
                List.of(file.toString()),
                data.kafka(),
                data.childLock("kafka"),
                data.logs().resolve("kafka.log"))),
        port);
  }

  ChildJvm child() {
    return child;
  }

  /** Where clients bootstrap from. */
  String address() {
    return Loopback.HOST + ":" + port;
  }

  /** Waits until it serves clients. */
  void awaitReady() throws InterruptedException {
    Waiting.until(
        "the " + NAME,
        PATIENCE,
        () -> {
          child.requireAlive();
          return Loopback.answers(port)
              ? Optional.empty()
              : Optional.of("nothing listens on " + address());
        });
    // A client that knocks before anyone listens fills the log with warnings, so only now.
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", address()))) {
      Waiting.until("the " + NAME, PATIENCE, () -> reasonNotServing(admin));
    }
  }

  private Optional<String> reasonNotServing(Admin admin) throws InterruptedException {
    child.requireAlive();
    try {
      return admin.describeCluster().nodes().get().isEmpty()
          ? Optional.of("it has not joined its cluster")
          : Optional.empty();
    } catch (ExecutionException e) {
      return Optional.of(e.getCause().toString());
    }
  }

  private static void write(Properties properties, Path file) {
    try (OutputStream out = Files.newOutputStream(file)) {
      properties.store(out, "Written anew at every start of 'threadmark dev'.");
    } catch (IOException e) {
      throw new CommandFailedException(file + " cannot be written: " + e, e);
    }
  }
}
