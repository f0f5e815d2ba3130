package io.threadmark.it;

import com.github.dockerjava.api.DockerClient;
import io.threadmark.testkit.Await;
import io.threadmark.testkit.BreakableKafka;
import io.threadmark.testkit.BrokerProcess;
import io.threadmark.testkit.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A broker in a container, by Testcontainers. Its port on loopback is chosen beforehand, so that it
 * is the same after a restart.
 */
final class ContainerKafka implements BreakableKafka {
  private static final String IMAGE =
      System.getProperty("threadmark.kafka.image", "apache/kafka:4.3.1");

  /** The first process of the container is a shell that does not pass the signal on. */
  private static final int STOP_SECONDS = 2;

  private final int port = FreePort.any();
  private final KafkaContainer container =
      new KafkaContainer(DockerImageName.parse(IMAGE).asCompatibleSubstituteFor("apache/kafka"));

  /** A broker that is not started yet. */
  ContainerKafka() {
    container.setPortBindings(List.of("127.0.0.1:" + port + ":9092"));
    container.withStartupAttempts(2);
    BrokerProcess.ALONE.forEach(this::set);
    set("broker.session.timeout.ms", "3000");
    set("broker.heartbeat.interval.ms", "500");
  }

  /** Whether this run is to have its Kafka in containers. */
  static boolean isWanted() {
    return "container".equals(System.getProperty("threadmark.kafka"));
  }

  static ContainerKafka started() {
    ContainerKafka kafka = new ContainerKafka();
    kafka.start();
    return kafka;
  }

  @Override
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void start() {
    if (container.getContainerId() == null) {
      container.start();
    } else {
      docker().startContainerCmd(container.getContainerId()).exec();
    }
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
      Await.until(
          "the broker serves clients",
          () -> !admin.describeCluster().nodes().get(10, TimeUnit.SECONDS).isEmpty());
    }
  }

  @Override
  public void stop() {
    docker().stopContainerCmd(container.getContainerId()).withTimeout(STOP_SECONDS).exec();
  }

  @Override
  public void kill() {
    docker().killContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void pause() {
    docker().pauseContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void resume() {
    docker().unpauseContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void close() {
    if (container.getContainerId() != null) {
      keepLog();
    }
    container.stop();
  }

  private void set(String name, String value) {
    container.withEnv("KAFKA_" + name.toUpperCase(Locale.ROOT).replace('.', '_'), value);
  }

  private DockerClient docker() {
    return container.getDockerClient();
  }

  private void keepLog() {
    try {
      Files.writeString(Path.of("target", "kafka-container-" + port + ".log"), container.getLogs());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
