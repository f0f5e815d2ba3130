package io.threadmark.standalone.deadletters;

import io.threadmark.schema.Topic;
import io.threadmark.schema.Topics;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Says which letters cannot be replayed, and why. */
final class ReplayRefusal {
  private static final List<Topic> INPUTS =
      List.of(Topics.TRACES, Topics.MESSAGES, Topics.THREAD_FACTS, Topics.FEEDBACK, Topics.SPANS);

  /** What the processor reads. A record in any other topic would be no one's, or a subscriber's. */
  private static final Map<String, Topic> READ =
      Stream.concat(INPUTS.stream(), Topics.all().stream().filter(Topic::internal))
          .collect(Collectors.toMap(Topic::name, topic -> topic));

  private final CommittedRecords origins;

  /**
   * @param origins reads the topics that letters come from
   */
  ReplayRefusal(CommittedRecords origins) {
    this.origins = origins;
  }

  /** Why a letter cannot be replayed; empty where it can. */
  Optional<String> of(Letter letter) throws InterruptedException {
    Topic origin = READ.get(letter.content().getTopic());
    if (origin == null) {
      return Optional.of(
          letter.content().getTopic()
              + " takes no replays: send the event again that it came from, with a newer timestamp");
    }
    if (letter.key() == null) {
      return Optional.of("the record had no key, and would be refused again");
    }
    if (letter.value() == null) {
      return Optional.of("no value was kept: there was none, or it had more than 4 MiB");
    }
    if (origin.internal() && isReplaced(letter)) {
      return Optional.of(
          "a newer record of the same key stands in %s, and this one would undo it"
              .formatted(origin.name()));
    }
    return Optional.empty();
  }

  /**
   * Events carry the stamp by which the newest wins, in whatever order they come. A hop carries
   * none: of one key the last that comes is taken for the newest.
   */
  private boolean isReplaced(Letter letter) throws InterruptedException {
    TopicPartition origin =
        new TopicPartition(letter.content().getTopic(), letter.content().getPartition());
    boolean[] replaced = new boolean[1];
    origins.read(
        Map.of(origin, letter.content().getOffset() + 1),
        origins.ends(List.of(origin)),
        later -> replaced[0] |= hasKey(later, letter.key()));
    return replaced[0];
  }

  private static boolean hasKey(ConsumerRecord<byte[], byte[]> later, byte[] key) {
    return Arrays.equals(later.key(), key);
  }
}
