package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.schema.DeadLetter;
import io.threadmark.schema.Topics;
import io.threadmark.testkit.TopicReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.Deserializer;

/** The topic of dead letters, looked at from outside. */
final class StoredLetters {
  private static final String NAME = Topics.DEAD_LETTERS.name();

  private StoredLetters() {}

  /** All committed letters of a project, in the order of their places. */
  static List<StoredLetter> of(Threadmark threadmark, String project) {
    try (TopicReader<byte[]> reader = TopicReader.ofBytes(threadmark.bootstrapServers(), NAME);
        Deserializer<SpecificRecord> deserializer = threadmark.deserializer()) {
      return reader.readOn().stream()
          .sorted(Comparator.comparing(ConsumerRecord::partition))
          .map(found -> letter(found, deserializer))
          .filter(letter -> letter.key().startsWith(project + "/"))
          .toList();
    }
  }

  /** An erasure changes settings of the topic for a while. */
  static void assertSettingsAreAsEver(Threadmark threadmark) throws Exception {
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, NAME);
    try (Admin admin = admin(threadmark)) {
      Config config = admin.describeConfigs(List.of(topic)).all().get().get(topic);
      assertThat(config.get("message.timestamp.type").value()).isEqualTo("LogAppendTime");
      assertThat(config.get("segment.ms").source())
          .isEqualTo(ConfigEntry.ConfigSource.DEFAULT_CONFIG);
    }
  }

  /**
   * Kafka deletes a segment where another begins at or before the first offset that can be read.
   */
  static void assertWhatIsGoneHasSegmentsOfItsOwn(Threadmark threadmark, int partition)
      throws Exception {
    TopicPartition asked = new TopicPartition(NAME, partition);
    try (Admin admin = admin(threadmark)) {
      long beginning =
          admin
              .listOffsets(Map.of(asked, OffsetSpec.earliest()))
              .partitionResult(asked)
              .get()
              .offset();
      int broker = admin.describeCluster().nodes().get().iterator().next().id();
      Map<String, ?> folders =
          admin.describeLogDirs(List.of(broker)).allDescriptions().get().get(broker);
      List<Long> segments =
          folders.keySet().stream()
              .map(folder -> Path.of(folder, NAME + "-" + partition))
              .filter(Files::isDirectory) // a broker in a container has its files there
              .flatMap(StoredLetters::segments)
              .sorted()
              .toList();
      assertThat(segments)
          .satisfiesAnyOf(
              none -> assertThat(none).isEmpty(),
              some -> assertThat(some).anyMatch(base -> base > 0 && base <= beginning));
    }
  }

  private static Stream<Long> segments(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".log"))
          .map(name -> Long.valueOf(name.substring(0, name.length() - ".log".length())))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static StoredLetter letter(
      ConsumerRecord<byte[], byte[]> found, Deserializer<SpecificRecord> deserializer) {
    DeadLetter content = (DeadLetter) deserializer.deserialize(NAME, found.value());
    return new StoredLetter(
        found.partition() + ":" + found.offset(),
        content.getTopic() + " " + content.getPartition() + ":" + content.getOffset(),
        new String(found.key(), StandardCharsets.UTF_8),
        HexFormat.of().formatHex(found.value()),
        StreamSupport.stream(found.headers().spliterator(), false)
            .map(header -> header.key() + "=" + HexFormat.of().formatHex(header.value()))
            .toList(),
        found.timestamp());
  }

  private static Admin admin(Threadmark threadmark) {
    return Admin.create(Map.of("bootstrap.servers", threadmark.bootstrapServers()));
  }
}
