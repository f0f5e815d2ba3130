package io.threadmark.schema.settings;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;

/**
 * What somebody who goes on reading a compacted topic later must know of it. It does not change as
 * long as the topic is there.
 *
 * @param id tells it from one that was made anew under its name
 * @param staleAfter who has not read all of it for longer may have missed that something is gone
 */
public record TopicIdentity(Uuid id, Duration staleAfter) {

  /**
   * Asks Kafka.
   *
   * @throws KafkaException where it does not tell; a {@link
   *     org.apache.kafka.common.errors.UnknownTopicOrPartitionException} among others where there
   *     is no such topic
   */
  public static TopicIdentity ask(Admin admin, String topic) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Uuid id = answer(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic).topicId();
    String kept =
        answer(admin.describeConfigs(List.of(resource)).all())
            .get(resource)
            .get(TopicConfig.DELETE_RETENTION_MS_CONFIG)
            .value();
    return new TopicIdentity(id, Duration.ofMillis(Long.parseLong(kept) / 2));
  }

  /**
   * Waits for an answer of Kafka.
   *
   * @throws KafkaException where it is none
   */
  public static <T> T answer(KafkaFuture<T> asked) {
    try {
      return asked.get();
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof KafkaException known) {
        throw known;
      }
      throw new KafkaException(e.getCause());
    }
  }
}
