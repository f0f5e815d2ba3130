package io.threadmark.standalone.topics;

import io.threadmark.schema.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A topic as the cluster has it.
 *
 * @param topic as it is declared
 * @param partitions its partitions
 * @param replicas copies of each
 * @param config its settings
 * @param messages offsets between the two ends of its log
 */
record TopicState(
    Topic topic, int partitions, int replicas, Map<String, String> config, long messages) {
  /** Of a topic's settings those that would lose data or stall the flow if they differed. */
  private static final List<String> CHECKED =
      List.of("cleanup.policy", "max.message.bytes", "message.timestamp.type");

  /** Where its settings differ from how it is declared, a sentence each. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    Map<String, String> declared = topic.config(replicas);
    for (String name : CHECKED) {
      String actual = config.get(name);
      if (!declared.get(name).equals(actual)) {
        problems.add(
            "topic %s has %s=%s and needs %s"
                .formatted(topic.name(), name, actual, declared.get(name)));
      }
    }
    return problems;
  }
}
