package io.threadmark.processor.query.list;

import java.util.List;
import java.util.Map;

/** What the stores had, and lists did not tell yet, when it was asked for first. */
public final class Unlisted {
  /** Where the changelogs ended then, of partitions whose index is not there yet; null before. */
  private Map<Integer, Long> ends;

  /** Looks at what lists tell now; what they do is not looked for again. */
  public void look(ListProgress lists) {
    ends = lists.unseen(ends == null ? lists.ends() : ends);
  }

  /** What of it lists do not tell yet, in words; empty where they tell all. */
  public List<String> told() {
    return ends != null && ends.isEmpty() ? List.of() : List.of("what lists are to tell of it");
  }
}
