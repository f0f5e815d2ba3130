package io.threadmark.it;

import io.threadmark.schema.LabeledThread;
import io.threadmark.schema.Topic;
import io.threadmark.schema.Topics;
import io.threadmark.schema.UnmatchedFeedback;
import io.threadmark.testkit.TopicReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/** A subscriber of a topic of ours: keeps the newest committed value of every key. */
final class NewestValues<T extends SpecificRecord> implements AutoCloseable {
  private final TopicReader<SpecificRecord> reader;
  private final Map<String, T> newest = new TreeMap<>();

  private NewestValues(
      Topic topic, String bootstrapServers, Deserializer<SpecificRecord> deserializer) {
    reader = new TopicReader<>(bootstrapServers, topic.name(), deserializer);
  }

  static NewestValues<LabeledThread> labeledThreads(
      String bootstrapServers, Deserializer<SpecificRecord> deserializer) {
    return new NewestValues<>(Topics.LABELED_THREADS, bootstrapServers, deserializer);
  }

  static NewestValues<UnmatchedFeedback> unmatchedFeedback(
      String bootstrapServers, Deserializer<SpecificRecord> deserializer) {
    return new NewestValues<>(Topics.UNMATCHED_FEEDBACK, bootstrapServers, deserializer);
  }

  /** Reads what has come, up to the ends as they are now. */
  @SuppressWarnings("unchecked") // a topic holds values of one type
  Map<String, T> read() {
    for (ConsumerRecord<byte[], SpecificRecord> record : reader.readOn()) {
      String key = new String(record.key(), StandardCharsets.UTF_8);
      if (record.value() == null) {
        newest.remove(key);
      } else {
        newest.put(key, (T) record.value());
      }
    }
    return newest;
  }

  @Override
  public void close() {
    reader.close();
  }
}
