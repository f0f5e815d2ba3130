package io.threadmark.follow.export;

import io.threadmark.follow.manifest.ExportSource;
import io.threadmark.follow.manifest.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Tells whether an export can go on from its newest manifest, with no gap. */
final class Continuation {
  private final Manifest newest;

  Continuation(Manifest newest) {
    this.newest = newest;
  }

  /** Why it cannot, in a sentence; empty where it can. */
  Optional<String> obstacle(ExportSource wanted, FollowedTopic topic, Instant now) {
    ExportSource source = newest.source();
    if (!source.topicId().equals(wanted.topicId()) || !source.topic().equals(wanted.topic())) {
      return Optional.of(
          "it is of the topic %s with the id %s, and this one is %s with the id %s: the topic was made"
                  .formatted(source.topic(), source.topicId(), wanted.topic(), wanted.topicId())
              + " anew, or this is another cluster");
    }
    if (source.partitions() != wanted.partitions()) {
      return Optional.of(
          "the topic had %d partitions and now has %d"
              .formatted(source.partitions(), wanted.partitions()));
    }
    if (!source.file().equals(wanted.file())) {
      return Optional.of(
          "its parts are %s, and %s is asked for".formatted(source.file(), wanted.file()));
    }
    if (!source.projects().equals(wanted.projects())) {
      return Optional.of(
          "it is of %s, and what is asked for is of %s"
              .formatted(projects(source), projects(wanted)));
    }
    Optional<String> gap = gap(topic);
    return gap.isPresent() ? gap : staleness(topic, now);
  }

  private Optional<String> gap(FollowedTopic topic) {
    for (Map.Entry<Integer, Long> position : newest.state().positions().entrySet()) {
      int partition = position.getKey();
      long begin = topic.beginnings().get(partition);
      long end = topic.ends().get(partition);
      if (position.getValue() < begin || position.getValue() > end) {
        return Optional.of(
            "it would go on at offset %d of partition %d, which has the offsets from %d to before %d"
                .formatted(position.getValue(), partition, begin, end));
      }
    }
    return Optional.empty();
  }

  /** Half of the time is left to read what came meanwhile. */
  private Optional<String> staleness(FollowedTopic topic, Instant now) {
    Duration away = Duration.between(newest.state().caughtUpAt(), now);
    return away.compareTo(topic.keepsRemovals().dividedBy(2)) <= 0
        ? Optional.empty()
        : Optional.of(CatchingUp.missed(newest.state().caughtUpAt(), topic.keepsRemovals()));
  }

  private static String projects(ExportSource source) {
    return source.projects().isEmpty() ? "all projects" : "the projects " + source.projects();
  }
}
