package io.threadmark.follow.export;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What there is to know of the topic when an export begins to follow it.
 *
 * @param id Kafka's own
 * @param beginnings the first offset of each partition
 * @param ends where each partition ends, as far as transactions have ended
 * @param keepsRemovals for how long it surely keeps the record that something is gone
 */
public record FollowedTopic(
    String name,
    String id,
    SortedMap<Integer, Long> beginnings,
    SortedMap<Integer, Long> ends,
    Duration keepsRemovals) {

  public FollowedTopic {
    beginnings = Collections.unmodifiableSortedMap(new TreeMap<>(beginnings));
    ends = Collections.unmodifiableSortedMap(new TreeMap<>(ends));
  }
}
