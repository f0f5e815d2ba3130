package io.threadmark.schema.project;

import io.threadmark.schema.Key;
import io.threadmark.schema.Project;
import io.threadmark.schema.Topics;
import io.threadmark.schema.follow.FollowedTopic;
import io.threadmark.schema.follow.RecordForm;
import io.threadmark.schema.registry.ValueSerdes;
import io.threadmark.schema.settings.ReadingConsumer;
import io.threadmark.schema.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/** The settings of projects as their topic has them. */
public final class ProjectsTopic implements Projects, AutoCloseable {
  private final FollowedTopic<Project> topic;
  private volatile boolean mayForget;

  private ProjectsTopic(
      Supplier<Consumer<byte[], byte[]>> consumers, Deserializer<SpecificRecord> values) {
    topic =
        FollowedTopic.follow(
            Topics.PROJECTS.name(),
            "settings of projects",
            consumers,
            new SettingsForm(values),
            this::look);
  }

  /**
   * Begins to read; returns at once.
   *
   * @throws IllegalArgumentException where the deserializer that the settings name cannot be used
   */
  public static ProjectsTopic follow(Settings settings) {
    Map<String, Object> config = ReadingConsumer.config(settings, "threadmark-projects");
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    return follow(
        () -> new KafkaConsumer<>(config, bytes, bytes), ValueSerdes.deserializer(settings));
  }

  static ProjectsTopic follow(
      Supplier<Consumer<byte[], byte[]>> consumers, Deserializer<SpecificRecord> values) {
    return new ProjectsTopic(consumers, values);
  }

  @Override
  public Project of(String project) {
    Project found = topic.get(Key.settings(project));
    return found != null ? found : UNSET.of(project);
  }

  @Override
  public boolean isKnown(String project) {
    return topic.isKnown(Key.settings(project));
  }

  @Override
  public boolean mayForget() {
    return mayForget;
  }

  /** Whether the settings of all projects are known. */
  public boolean isWhole() {
    return topic.isWhole();
  }

  /** Why no settings are known yet, a sentence each; see {@link FollowedTopic#problems}. */
  public List<String> problems() {
    return topic.problems();
  }

  /** Records that were passed over, as nobody can read them. */
  public long unreadable() {
    return topic.unreadable();
  }

  /**
   * Waits until these very settings came by. Whoever does not want to wait for ever completes the
   * future, as {@link CompletableFuture#orTimeout} does.
   */
  public CompletableFuture<Void> seen(Project wanted) {
    return topic.seen(Key.settings(wanted.getProjectId()), wanted);
  }

  /** Ends within seconds, whatever Kafka and the registry do. */
  @Override
  public void close() {
    topic.close();
  }

  private void look(Map<Key, Project> settings) {
    mayForget = settings.values().stream().anyMatch(project -> project.getRetentionDays() != null);
  }

  private record SettingsForm(Deserializer<SpecificRecord> values) implements RecordForm<Project> {
    @Override
    public Project read(Key key, byte[] value) {
      if (!key.equals(Key.settings(key.project()))) {
        throw new IllegalArgumentException("the key is not that of settings");
      }
      SpecificRecord read = values.deserialize(Topics.PROJECTS.name(), value);
      if (read instanceof Project settings && settings.getProjectId().equals(key.project())) {
        return settings;
      }
      throw new IllegalArgumentException("the value is not the settings of the project");
    }

    @Override
    public void close() {
      values.close();
    }
  }
}
