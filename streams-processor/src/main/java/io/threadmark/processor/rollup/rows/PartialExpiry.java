package io.threadmark.processor.rollup.rows;

import io.threadmark.processor.store.RowKey;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.project.Projects;
import io.threadmark.schema.state.RollupFloors;
import java.util.HashMap;
import java.util.Map;

/**
 * Lets go of windows that are too old, in bounded steps. What still counts is passed by with one
 * look at each value of a dimension, however many windows it has.
 */
public final class PartialExpiry {
  private static final byte[] FIRST = RowKey.behind(RowKey.work().bytes());
  private static final byte[] END = {(byte) 0xFF};

  private final Rows.Mutable rows;
  private final Partials partials;
  private final Projects projects;
  private byte[] next = FIRST;

  public PartialExpiry(Rows.Mutable rows, Partials partials, Projects projects) {
    this.rows = rows;
    this.partials = partials;
    this.projects = projects;
  }

  /**
   * Takes a turn, and begins anew behind the last row.
   *
   * @param most rows to look at
   * @param nowMicros the clock, microseconds since 1970-01-01T00:00:00Z
   */
  public void turn(int most, long nowMicros) {
    Map<String, RollupFloors> floors = new HashMap<>();
    for (int i = 0; i < most; i++) {
      byte[] key = first(next);
      if (key == null) {
        next = FIRST;
        return;
      }
      if (Partials.isFloors(key)) {
        next = RowKey.after(key);
        continue;
      }
      PartialKey named = PartialKey.read(key);
      RollupFloors floor =
          floors.computeIfAbsent(
              named.project(), project -> partials.raiseFloors(projects.of(project), nowMicros));
      if (named.window() < named.granularity().floor(floor)) {
        partials.expire(key);
        next = RowKey.after(key);
      } else {
        next =
            RowKey.behind(
                PartialKey.ofValue(
                        named.project(), named.granularity(), named.dimension(), named.value())
                    .bytes());
      }
    }
  }

  private byte[] first(byte[] place) {
    byte[][] found = {null};
    rows.scan(
        place,
        END,
        Rows.Direction.FORWARD,
        (key, value) -> {
          found[0] = key;
          return false;
        });
    return found[0];
  }
}
