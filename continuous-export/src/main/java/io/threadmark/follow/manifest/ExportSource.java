package io.threadmark.follow.manifest;

import java.util.List;

/**
 * What is exported, and as what. It stays the same as long as an export goes on.
 *
 * @param topic the name of the topic
 * @param topicId Kafka's own id, which a topic made anew under that name does not have
 * @param partitions how many it has
 * @param file the type of all parts: {@code jsonl} or {@code parquet}
 * @param projects those whose threads are exported, in their order; empty for all
 */
public record ExportSource(
    String topic, String topicId, int partitions, String file, List<String> projects) {

  public ExportSource {
    projects = List.copyOf(projects);
  }
}
