package io.threadmark.standalone.deadletters;

import io.threadmark.schema.Topic;
import io.threadmark.standalone.cli.CommandFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;

/** Settings of a topic that are other ones until this is closed, or the process is told to end. */
final class TemporaryTopicConfig implements AutoCloseable {
  private final Admin admin;
  private final ConfigResource resource;
  private final List<AlterConfigOp> wayBack;
  private final AtomicBoolean isBack = new AtomicBoolean();
  private final Thread atTheEnd = new Thread(this::goBack, "topic-config");

  private TemporaryTopicConfig(Admin admin, ConfigResource resource, List<AlterConfigOp> wayBack) {
    this.admin = admin;
    this.resource = resource;
    this.wayBack = wayBack;
  }

  /**
   * Changes settings. Brokers take them over a moment later.
   *
   * @throws CommandFailedException where Kafka refuses them
   */
  static TemporaryTopicConfig set(Admin admin, Topic topic, Map<String, String> settings)
      throws InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    Config before = get(admin.describeConfigs(List.of(resource)).all(), topic).get(resource);
    List<AlterConfigOp> there = new ArrayList<>();
    List<AlterConfigOp> back = new ArrayList<>();
    settings.forEach(
        (name, value) -> {
          there.add(operation(name, Optional.of(value)));
          Optional<String> usual = Optional.ofNullable(topic.config(1).get(name));
          back.add(operation(name, valueAfterwards(ownValue(before, name), value, usual)));
        });
    TemporaryTopicConfig config = new TemporaryTopicConfig(admin, resource, back);
    Runtime.getRuntime().addShutdownHook(config.atTheEnd);
    try {
      get(admin.incrementalAlterConfigs(Map.of(resource, there)).all(), topic);
    } catch (CommandFailedException e) {
      // What Kafka refuses it has not done; of what it has not answered no one knows.
      config.isBack.set(!(e.getCause() instanceof RetriableException));
      config.close();
      throw e;
    }
    return config;
  }

  /**
   * What a setting is to be in the end.
   *
   * @param before what the topic itself had, if anything
   * @param meanwhile the temporary value; where it was there before, someone was killed who had set
   *     it
   * @param usual what we give our topics, if anything
   */
  static Optional<String> valueAfterwards(
      Optional<String> before, String meanwhile, Optional<String> usual) {
    return before.filter(value -> !value.equals(meanwhile)).or(() -> before.flatMap(it -> usual));
  }

  @Override
  public void close() {
    goBack();
    try {
      Runtime.getRuntime().removeShutdownHook(atTheEnd);
    } catch (IllegalStateException e) {
      // the process is ending, and the hook does nothing more
    }
  }

  private void goBack() {
    if (isBack.getAndSet(true)) {
      return;
    }
    try {
      admin.incrementalAlterConfigs(Map.of(resource, wayBack)).all().get();
    } catch (ExecutionException e) {
      tellHowToGoBack(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      tellHowToGoBack(e);
    }
  }

  private void tellHowToGoBack(Throwable failure) {
    System.err.printf(
        "threadmark: the settings of %s are still changed (%s), and the next erasure puts them back;"
            + " by hand: %s%n",
        resource.name(), failure.getMessage(), wayBack);
  }

  private static Optional<String> ownValue(Config config, String name) {
    return Optional.ofNullable(config.get(name))
        .filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
        .map(ConfigEntry::value);
  }

  private static AlterConfigOp operation(String name, Optional<String> value) {
    return new AlterConfigOp(
        new ConfigEntry(name, value.orElse("")),
        value.isPresent() ? AlterConfigOp.OpType.SET : AlterConfigOp.OpType.DELETE);
  }

  private static <T> T get(KafkaFuture<T> future, Topic topic) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new CommandFailedException(
          "Kafka does not let the settings of %s be changed: %s"
              .formatted(topic.name(), e.getCause().getMessage()),
          e.getCause());
    }
  }
}
