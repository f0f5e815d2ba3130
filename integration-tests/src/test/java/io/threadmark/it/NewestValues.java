package io.threadmark.it;

import io.threadmark.schema.LabeledThread;
import io.threadmark.schema.Topic;
import io.threadmark.schema.Topics;
import io.threadmark.schema.UnmatchedFeedback;
import io.threadmark.testkit.TopicReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * A subscriber of a topic of ours: keeps what it needs of the newest committed value of each key.
 */
final class NewestValues<V> implements AutoCloseable {
  private final TopicReader<SpecificRecord> reader;
  private final Function<SpecificRecord, V> kept;
  private final Map<String, V> newest = new TreeMap<>();

  private NewestValues(
      Topic topic,
      String bootstrapServers,
      Deserializer<SpecificRecord> deserializer,
      Function<SpecificRecord, V> kept) {
    this.reader = new TopicReader<>(bootstrapServers, topic.name(), deserializer);
    this.kept = kept;
  }

  static NewestValues<LabeledThread> labeledThreads(
      String bootstrapServers, Deserializer<SpecificRecord> deserializer) {
    return labeledThreads(bootstrapServers, deserializer, thread -> thread);
  }

  /** Of labeled threads too many or too large to be held whole. */
  static <V> NewestValues<V> labeledThreads(
      String bootstrapServers,
      Deserializer<SpecificRecord> deserializer,
      Function<LabeledThread, V> kept) {
    return new NewestValues<>(
        Topics.LABELED_THREADS,
        bootstrapServers,
        deserializer,
        value -> kept.apply((LabeledThread) value));
  }

  static NewestValues<UnmatchedFeedback> unmatchedFeedback(
      String bootstrapServers, Deserializer<SpecificRecord> deserializer) {
    return new NewestValues<>(
        Topics.UNMATCHED_FEEDBACK,
        bootstrapServers,
        deserializer,
        value -> (UnmatchedFeedback) value);
  }

  /** Reads what has come, up to the ends as they are now. */
  Map<String, V> read() {
    reader.readOn(this::keep);
    return newest;
  }

  private void keep(ConsumerRecord<byte[], SpecificRecord> record) {
    String key = new String(record.key(), StandardCharsets.UTF_8);
    if (record.value() == null) {
      newest.remove(key);
    } else {
      newest.put(key, kept.apply(record.value()));
    }
  }

  @Override
  public void close() {
    reader.close();
  }
}
