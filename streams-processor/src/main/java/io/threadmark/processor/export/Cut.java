package io.threadmark.processor.export;

import io.threadmark.dataset.ConversationSource;
import java.util.SortedMap;

/**
 * The threads of a selection as they were at one place of each partition, whatever comes meanwhile:
 * partition by partition, in the order of their keys. Two cuts at the same places are the same
 * threads in the same order. It is held, and what it needs stays on disk, until it is closed.
 */
public interface Cut extends ConversationSource {
  /** Up to where the changelog of each partition is in it: the offset behind the last record. */
  SortedMap<Integer, Long> positions();

  /** How many threads there are. */
  long threads();
}
