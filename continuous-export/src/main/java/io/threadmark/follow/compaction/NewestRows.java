package io.threadmark.follow.compaction;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.TextHash;
import io.threadmark.follow.part.ThreadRows;
import java.util.HashMap;
import java.util.Map;

/**
 * Which rows of a partition count: of each thread the newest, unless that takes the thread away.
 * About a hundred bytes a thread.
 */
final class NewestRows {
  private final Map<TextHash, Long> offsets = new HashMap<>();

  /** Learns of a row. */
  void see(ObjectNode row) {
    offsets.merge(thread(row), offset(row), Math::max);
  }

  /** Whether a row counts, once all were seen. */
  boolean counts(ObjectNode row) {
    return !ThreadRows.isRemoval(row) && offsets.get(thread(row)) == offset(row);
  }

  private static long offset(ObjectNode row) {
    return row.required(ThreadRows.OFFSET).asLong();
  }

  private static TextHash thread(ObjectNode row) {
    return TextHash.of(
        row.required(ThreadRows.PROJECT).asText()
            + '\0'
            + row.required(ThreadRows.THREAD).asText());
  }
}
