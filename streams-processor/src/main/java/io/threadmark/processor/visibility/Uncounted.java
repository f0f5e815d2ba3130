package io.threadmark.processor.visibility;

import io.threadmark.processor.cluster.StoreAccess;
import io.threadmark.processor.rollup.rows.ChangeQueue;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.schema.Key;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was in some threads and not in the totals yet when it was asked for first. */
public final class Uncounted {
  private final Set<Key> threads;

  /** The newest change that is waited for, by partition; none where all are in the totals. */
  private final Map<Integer, Long> newest = new HashMap<>();

  public Uncounted(Set<Key> threads) {
    this.threads = new HashSet<>(threads);
  }

  /** Looks at what is in the totals now; what is there is not looked for again. */
  public void look(StoreAccess stores) {
    threads.removeIf(
        thread -> {
          int partition = stores.partition(StateStores.PARTIALS, thread);
          newest.computeIfAbsent(
              partition, first -> ChangeQueue.newest(stores.rows(StateStores.PARTIALS, first)));
          return true;
        });
    newest
        .entrySet()
        .removeIf(
            change ->
                ChangeQueue.oldest(stores.rows(StateStores.PARTIALS, change.getKey()))
                    > change.getValue());
  }

  /** What of it is still not in the totals, in words; empty where all is. */
  public List<String> told() {
    return threads.isEmpty() && newest.isEmpty() ? List.of() : List.of("what it adds to metrics");
  }
}
