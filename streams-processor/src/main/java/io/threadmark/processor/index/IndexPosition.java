package io.threadmark.processor.index;

import java.util.Map;
import java.util.TreeMap;

/**
 * Up to where an index holds what the topic says.
 *
 * @param topic the topic's id: one that was made anew has another
 * @param offset of the next record
 * @param caughtUpAtMs when it last held all that the topic said, in milliseconds since 1970; of one
 *     that never did, when it began. Records that say that a row is gone leave the topic some time
 *     after they came there, so one that has not held all for so long may have missed some
 */
record IndexPosition(String topic, long offset, long caughtUpAtMs) {
  /** Of what documents hold. One of another version is built anew. */
  private static final String FORMAT = "3";

  /** Where one that begins anew stands. */
  static IndexPosition beginning(String topic, long offset, long nowMs) {
    return new IndexPosition(topic, offset, nowMs);
  }

  /** As it stands beside a commit; null where there is none, or one of another format. */
  static IndexPosition read(Iterable<Map.Entry<String, String>> commit) {
    Map<String, String> entries = new TreeMap<>();
    if (commit != null) {
      commit.forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
    }
    if (!FORMAT.equals(entries.get("format"))) {
      return null;
    }
    return new IndexPosition(
        entries.get("topic"),
        Long.parseLong(entries.get("offset")),
        Long.parseLong(entries.get("caught_up_at")));
  }

  Map<String, String> entries() {
    return Map.of(
        "format",
        FORMAT,
        "topic",
        topic,
        "offset",
        Long.toString(offset),
        "caught_up_at",
        Long.toString(caughtUpAtMs));
  }
}
