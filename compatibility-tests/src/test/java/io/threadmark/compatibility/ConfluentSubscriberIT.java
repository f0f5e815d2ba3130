package io.threadmark.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.schema.DeadLetter;
import io.threadmark.schema.Key;
import io.threadmark.schema.LabeledThread;
import io.threadmark.schema.Topic;
import io.threadmark.schema.Topics;
import io.threadmark.testkit.Await;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who subscribes with Confluent's deserializer finds what we find, on every topic. */
@ExtendWith(Cluster.Shared.class)
class ConfluentSubscriberIT {
  private static Roles roles;

  private final String project = "subscriber-" + UUID.randomUUID();

  @BeforeAll
  static void start(Cluster cluster) throws Exception {
    roles = new Roles(cluster, Map.of());
  }

  @AfterAll
  static void stop() {
    roles.close();
  }

  @Test
  void everyRecordOfEveryTopicReadsTheSame(Cluster cluster) throws Exception {
    roles.api(project).postEvents(Samples.conversation("th")).expect(202);
    roles
        .api(project)
        .postEvents(
            "{\"type\":\"feedback\",\"feedback_id\":\"g\",\"thread_id\":\"gone\",\"value\":1}")
        .expect(202);
    try (TopicBytes topics = new TopicBytes(cluster.kafka())) {
      Await.until("the other thread is labeled", () -> labels(topics, "gone") == 1);
      roles
          .api(project)
          .postEvents("{\"type\":\"feedback\",\"feedback_id\":\"g\",\"retracted\":true}")
          .expect(202);
      topics.write(Topics.TRACES, Key.trace(project, "t").bytes(), new byte[] {1, 2, 3});
      Await.until("the thread is whole on its topic", () -> isWhole(cluster, topics));
      Await.until("the other thread has a tombstone", () -> labels(topics, "gone") == 2);
      Await.until("the dead letter is there", () -> !mine(topics, Topics.DEAD_LETTERS).isEmpty());

      Deserializer<SpecificRecord> theirs = Confluent.deserializer(cluster.registry());
      Deserializer<SpecificRecord> ours = Ours.deserializer(cluster.registry());
      for (Topic topic :
          List.of(
              Topics.TRACES,
              Topics.MESSAGES,
              Topics.THREAD_FACTS,
              Topics.FEEDBACK,
              Topics.LABELED_THREADS,
              Topics.DEAD_LETTERS)) {
        List<ConsumerRecord<byte[], byte[]>> records = mine(topics, topic);
        assertThat(records).as(topic.name()).isNotEmpty();
        for (ConsumerRecord<byte[], byte[]> record : records) {
          if (!isMalformed(record)) {
            assertSame(topic, record.value(), theirs, ours);
          }
        }
      }
    }
  }

  private static void assertSame(
      Topic topic,
      byte[] value,
      Deserializer<SpecificRecord> theirs,
      Deserializer<SpecificRecord> ours) {
    SpecificRecord found = theirs.deserialize(topic.name(), value);
    assertThat(String.valueOf(found))
        .as(topic.name())
        .isEqualTo(String.valueOf(ours.deserialize(topic.name(), value)));
    if (value != null) {
      assertThat(found).isInstanceOf(topic.valueType());
    }
  }

  private boolean isWhole(Cluster cluster, TopicBytes topics) throws Exception {
    Deserializer<SpecificRecord> theirs = Confluent.deserializer(cluster.registry());
    return mine(topics, Topics.LABELED_THREADS).stream()
        .filter(record -> record.value() != null)
        .map(record -> (LabeledThread) theirs.deserialize(record.topic(), record.value()))
        .anyMatch(
            thread ->
                thread.getThreadId().equals("th")
                    && thread.getFeedbackCount() == 3
                    && thread.getMessageCount() == 2
                    && thread.getTraceCount() == 1
                    && thread.getIntents().equals(List.of("refund", "tea")));
  }

  private long labels(TopicBytes topics, String thread) {
    return mine(topics, Topics.LABELED_THREADS).stream()
        .filter(record -> Key.parse(record.key()).id().equals(thread))
        .count();
  }

  private List<ConsumerRecord<byte[], byte[]>> mine(TopicBytes topics, Topic topic) {
    return topics.read(topic).stream()
        .filter(record -> Key.parse(record.key()).project().equals(project))
        .toList();
  }

  /** The one that this test wrote; {@link DeadLetter} has it inside. */
  private static boolean isMalformed(ConsumerRecord<byte[], byte[]> record) {
    return record.value() != null && record.value()[0] != 0;
  }
}
