package io.threadmark.processor.query;

import io.threadmark.processor.rollup.rows.ChangeQueue;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Key;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was in some threads and not in the totals yet when it was asked for first. */
final class Uncounted {
  private final StoreAccess stores;
  private final Set<Key> threads;

  /** The newest change that is waited for, by partition; none where all are in the totals. */
  private final Map<Integer, Long> newest = new HashMap<>();

  Uncounted(StoreAccess stores, Set<Key> threads) {
    this.stores = stores;
    this.threads = new HashSet<>(threads);
  }

  /** What of it is still not in the totals, in words; empty where all is. */
  List<String> behind() {
    threads.removeIf(
        thread -> {
          int partition = stores.partition(StateStores.PARTIALS, thread);
          newest.computeIfAbsent(partition, first -> ChangeQueue.newest(totals(first)));
          return true;
        });
    newest
        .entrySet()
        .removeIf(change -> ChangeQueue.oldest(totals(change.getKey())) > change.getValue());
    return newest.isEmpty() ? List.of() : List.of("what it adds to metrics");
  }

  private Rows totals(int partition) {
    return stores.rows(StateStores.PARTIALS, partition);
  }
}
