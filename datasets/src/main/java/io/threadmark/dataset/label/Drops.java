package io.threadmark.dataset.label;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import java.util.EnumMap;
import java.util.Map;

/** Counts what is not in a dataset, by reason. */
public final class Drops {
  private final Map<Reason, Long> counts = new EnumMap<>(Reason.class);

  public void count(Reason reason) {
    count(reason, 1);
  }

  public void count(Reason reason, long times) {
    if (times > 0) {
      counts.merge(reason, times, Long::sum);
    }
  }

  public long of(Reason reason) {
    return counts.getOrDefault(reason, 0L);
  }

  public boolean isEmpty() {
    return counts.isEmpty();
  }

  /** In the order of the reasons, which is the order in which things are looked at. */
  public ObjectNode json() {
    ObjectNode json = Json.object();
    counts.forEach((reason, count) -> json.put(reason.word(), count));
    return json;
  }
}
