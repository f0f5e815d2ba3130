package io.threadmark.standalone.topics;

import io.threadmark.standalone.cli.TextTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Shows topics as a table for people. */
final class TopicTable {
  private static final List<String> HEADINGS =
      List.of("topic", "partitions", "replicas", "cleanup", "kept", "key", "value", "messages");
  private static final Set<Integer> NUMBERS = Set.of(1, 2, 7);
  private static final String FOREVER = "-1";

  private TopicTable() {}

  /** The table, a line each. */
  static List<String> of(List<TopicState> topics) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADINGS);
    topics.forEach(topic -> rows.add(row(topic)));
    return TextTable.lines(rows, NUMBERS);
  }

  private static List<String> row(TopicState state) {
    return List.of(
        state.topic().name(),
        Integer.toString(state.partitions()),
        Integer.toString(state.replicas()),
        state.config().getOrDefault("cleanup.policy", "?"),
        kept(state),
        state.topic().keyForm(),
        (state.topic().internal() ? "internal " : "") + state.topic().valueType().getSimpleName(),
        "%,d".formatted(state.messages()));
  }

  private static String kept(TopicState state) {
    String policy = state.config().getOrDefault("cleanup.policy", "");
    String millis = state.config().getOrDefault("retention.ms", FOREVER);
    if (!policy.contains("delete") || millis.equals(FOREVER)) {
      return "for good";
    }
    Duration kept = Duration.ofMillis(Long.parseLong(millis));
    return kept.toDays() > 0 ? kept.toDays() + " days" : kept.toMinutes() + " minutes";
  }
}
