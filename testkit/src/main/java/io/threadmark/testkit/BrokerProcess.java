package io.threadmark.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;

/**
 * A broker as a child process of the tests, with its data in a folder. It ends with this JVM,
 * whatever ends it.
 */
public final class BrokerProcess implements BreakableKafka {
  /** What a broker needs that is alone. */
  public static final Map<String, String> ALONE =
      Map.of(
          "offsets.topic.replication.factor", "1",
          "offsets.topic.num.partitions", "4",
          "transaction.state.log.replication.factor", "1",
          "transaction.state.log.min.isr", "1",
          "transaction.state.log.num.partitions", "4",
          "share.coordinator.state.topic.replication.factor", "1",
          "share.coordinator.state.topic.min.isr", "1",
          "group.initial.rebalance.delay.ms", "0",
          "auto.create.topics.enable", "false",
          "message.max.bytes", "8388608");

  private final Path folder;
  private final int port = FreePort.any();
  private final int linkedPort = FreePort.any();
  private final SlowLink link = new SlowLink(linkedPort);
  private final Properties properties;
  private Process process;

  /** A broker that is not started yet. */
  public BrokerProcess(Path folder) {
    this.folder = folder;
    this.properties = properties(FreePort.any());
  }

  /** Sets something that a broker has a setting for, from the next start on. */
  public BrokerProcess with(String name, String value) {
    properties.put(name, value);
    return this;
  }

  @Override
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** A second way to it, which can be made slow. */
  public SlowLink link() {
    return link;
  }

  @Override
  public void start() {
    launch();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
      Await.until(
          "the broker serves clients",
          () -> {
            if (!process.isAlive()) {
              throw new AssertionError("the broker has ended; see " + log());
            }
            return !admin.describeCluster().nodes().get(10, TimeUnit.SECONDS).isEmpty();
          });
    }
  }

  @Override
  public void stop() {
    process.destroy();
    awaitEnd();
  }

  @Override
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  @Override
  public void pause() {
    Signals.send("STOP", process.pid());
  }

  @Override
  public void resume() {
    Signals.send("CONT", process.pid());
  }

  /** Waits until it has ended by itself. */
  public void awaitEnd() {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new AssertionError("the broker does not end; see " + log());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (process != null) {
      kill();
    }
    link.close();
  }

  private Path log() {
    return Path.of("target", folder.getFileName() + "-broker.log").toAbsolutePath();
  }

  private void launch() {
    Path file = folder.resolve("server.properties");
    try {
      try (Writer out = Files.newBufferedWriter(file)) {
        properties.store(out, null);
      }
      process =
          new ProcessBuilder(
                  List.of(
                      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                      "-Xmx256m",
                      "-XX:+UseSerialGC",
                      "-XX:TieredStopAtLevel=1",
                      "-cp",
                      Distribution.path("lib") + "/*",
                      "io.threadmark.standalone.dev.Lifeline",
                      folder.resolve("broker.lock").toString(),
                      "io.threadmark.standalone.dev.BrokerMain",
                      file.toString()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("the broker does not start", e);
    }
  }

  private Properties properties(int controllerPort) {
    Properties all = new Properties();
    String controller = "127.0.0.1:" + controllerPort;
    all.put("process.roles", "broker,controller");
    all.put("node.id", "1");
    all.put("controller.quorum.voters", "1@" + controller);
    all.put("controller.listener.names", "CONTROLLER");
    all.put("inter.broker.listener.name", "DIRECT");
    all.put(
        "listener.security.protocol.map", "DIRECT:PLAINTEXT,LINK:PLAINTEXT,CONTROLLER:PLAINTEXT");
    all.put(
        "listeners",
        "DIRECT://127.0.0.1:%d,LINK://127.0.0.1:%d,CONTROLLER://%s"
            .formatted(port, linkedPort, controller));
    all.put(
        "advertised.listeners",
        "DIRECT://127.0.0.1:%d,LINK://127.0.0.1:%d".formatted(port, link.port()));
    all.put("log.dirs", folder.resolve("log").toString());
    all.put("log.index.size.max.bytes", "65536");
    all.put("log.cleaner.dedupe.buffer.size", "4194304");
    // Let in again soon after a kill.
    all.put("broker.session.timeout.ms", "2000");
    all.put("broker.heartbeat.interval.ms", "500");
    all.put("controlled.shutdown.max.retries", "1");
    all.putAll(ALONE);
    return all;
  }
}
