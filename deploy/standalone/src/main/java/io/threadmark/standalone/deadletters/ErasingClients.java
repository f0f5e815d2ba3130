package io.threadmark.standalone.deadletters;

import io.threadmark.schema.Topics;
import io.threadmark.schema.settings.Settings;
import io.threadmark.standalone.cli.CommandFailedException;
import io.threadmark.standalone.cluster.ClusterSettings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;

/** Gives an erasure of letters the clients that it changes the topic with. */
final class ErasingClients {
  /**
   * By default the broker sets the times of records: letters would be as if they had just come. And
   * only in segments that last but a moment does the next record begin a new one.
   */
  private static final Map<String, String> MEANWHILE =
      Map.of(
          TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime",
          TopicConfig.SEGMENT_MS_CONFIG, "1");

  private final Settings cluster;

  ErasingClients(Settings cluster) {
    this.cluster = cluster;
  }

  /**
   * Erases in every partition that has something of it.
   *
   * @throws CommandFailedException where Kafka does not get on, or lets something not be done
   */
  void erase(LetterErasure erasure) throws InterruptedException {
    try (Admin admin = Admin.create(ClusterSettings.admin(cluster));
        // Before anything is read: what another one writes that still runs must not come after it.
        KeptLetters kept = KeptLetters.of(cluster)) {
      List<TopicPartition> concerned = erasure.look();
      if (!concerned.isEmpty()) {
        erase(erasure, concerned, kept, admin);
      }
    }
  }

  private static void erase(
      LetterErasure erasure, List<TopicPartition> concerned, KeptLetters kept, Admin admin)
      throws InterruptedException {
    TemporaryTopicConfig meanwhile =
        TemporaryTopicConfig.set(admin, Topics.DEAD_LETTERS, MEANWHILE);
    try {
      for (TopicPartition partition : concerned) {
        erasure.erase(partition, kept, (from, end) -> deleteBefore(from, end, admin));
      }
    } finally {
      meanwhile.close();
    }
  }

  private static void deleteBefore(TopicPartition partition, long end, Admin admin)
      throws InterruptedException {
    try {
      admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(end))).all().get();
    } catch (ExecutionException e) {
      throw new CommandFailedException(
          "Kafka does not delete the records of %s: %s"
              .formatted(partition, e.getCause().getMessage()),
          e);
    }
  }
}
