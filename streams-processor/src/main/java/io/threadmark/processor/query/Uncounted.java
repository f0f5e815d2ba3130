package io.threadmark.processor.query;

import io.threadmark.processor.model.Rows;
import io.threadmark.processor.rollup.ChangeQueue;
import io.threadmark.processor.topology.StateStores;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** What was there and not in the totals yet when it was asked for first. */
final class Uncounted {
  private final StoreAccess stores;

  /** The newest change that is waited for, by partition; none where all are in the totals. */
  private final Map<Integer, Long> newest = new HashMap<>();

  private int asked;

  Uncounted(StoreAccess stores) {
    this.stores = stores;
  }

  /** What of it is still not in the totals, in words; empty where all is. */
  List<String> behind() {
    for (; asked < stores.partitions(); asked++) {
      newest.put(asked, ChangeQueue.newest(totals(asked)));
    }
    Iterator<Map.Entry<Integer, Long>> left = newest.entrySet().iterator();
    while (left.hasNext()) {
      Map.Entry<Integer, Long> partition = left.next();
      if (ChangeQueue.oldest(totals(partition.getKey())) > partition.getValue()) {
        left.remove();
      }
    }
    return newest.isEmpty() ? List.of() : List.of("what it adds to metrics");
  }

  private Rows totals(int partition) {
    return stores.rows(StateStores.PARTIALS, partition);
  }
}
