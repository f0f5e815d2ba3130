package io.threadmark.processor.rollup;

import io.threadmark.processor.model.RowCodec;
import io.threadmark.processor.model.RowKey;
import io.threadmark.processor.model.Rows;
import io.threadmark.schema.FeedbackTotals;
import io.threadmark.schema.Project;
import io.threadmark.schema.TraceTotals;
import io.threadmark.schema.state.Contribution;
import io.threadmark.schema.state.DimensionValue;
import io.threadmark.schema.state.RollupFloors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The totals of one partition. A change takes away what a thing had added and adds what it adds
 * now, in every window that still counts, and notes the totals that changed.
 */
public final class Partials {
  static final RowCodec<TraceTotals> TRACES = new RowCodec<>(TraceTotals.class);
  static final RowCodec<FeedbackTotals> FEEDBACK = new RowCodec<>(FeedbackTotals.class);

  private static final RowCodec<RollupFloors> FLOORS = new RowCodec<>(RollupFloors.class);
  private static final char FLOORS_SECTION = 'f';
  private static final byte[] NOTHING = {};

  /** Every window counts. */
  public static final RollupFloors NO_FLOORS =
      new RollupFloors(Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE);

  private final Rows.Mutable rows;

  public Partials(Rows.Mutable rows) {
    this.rows = rows;
  }

  private static final class Change {
    Contribution was;
    Contribution is;
  }

  /**
   * Counts a thing anew.
   *
   * @param was what it had added; null for nothing
   * @param is what it adds now; null for nothing
   */
  void replace(String project, Contribution was, Contribution is) {
    if (Objects.equals(was, is)) {
      return;
    }
    RollupFloors floors = floors(rows, project);
    Map<PartialKey, Change> changes = new LinkedHashMap<>();
    for (Granularity granularity : Granularity.values()) {
      long floor = granularity.floor(floors);
      if (was != null && granularity.windowOf(was.getTime()) >= floor) {
        for (DimensionValue value : was.getDimensions()) {
          changes.computeIfAbsent(key(project, granularity, value, was), key -> new Change()).was =
              was;
        }
      }
      if (is != null && granularity.windowOf(is.getTime()) >= floor) {
        for (DimensionValue value : is.getDimensions()) {
          changes.computeIfAbsent(key(project, granularity, value, is), key -> new Change()).is =
              is;
        }
      }
    }
    changes.forEach(this::change);
  }

  private static PartialKey key(
      String project, Granularity granularity, DimensionValue value, Contribution contribution) {
    return new PartialKey(
        project,
        granularity,
        value.getDimension(),
        value.getValue(),
        granularity.windowOf(contribution.getTime()),
        Part.of(contribution));
  }

  private void change(PartialKey named, Change change) {
    byte[] key = named.bytes();
    byte[] row = named.part() instanceof Part.Series ? feedback(key, change) : traces(key, change);
    if (row == null) {
      rows.delete(key);
    } else {
      rows.put(key, row);
    }
    rows.put(changedKey(key), NOTHING);
  }

  private byte[] traces(byte[] key, Change change) {
    TraceTotals totals = TRACES.read(rows.get(key));
    totals = totals == null ? Totals.noTraces() : totals;
    if (change.was != null) {
      totals = Totals.plus(totals, change.was, -1);
    }
    if (change.is != null) {
      totals = Totals.plus(totals, change.is, 1);
    }
    return Totals.isNothing(totals) ? null : TRACES.write(totals);
  }

  private byte[] feedback(byte[] key, Change change) {
    FeedbackTotals totals = FEEDBACK.read(rows.get(key));
    totals = totals == null ? Totals.noFeedback() : totals;
    if (change.was != null) {
      totals = Totals.plus(totals, change.was.getFeedback(), -1);
    }
    if (change.is != null) {
      totals = Totals.plus(totals, change.is.getFeedback(), 1);
    }
    return Totals.isNothing(totals) ? null : FEEDBACK.write(totals);
  }

  /** The earliest windows that a partition counts for a project. */
  public static RollupFloors floors(Rows rows, String project) {
    RollupFloors floors = FLOORS.read(rows.get(floorsKey(project)));
    return floors == null ? NO_FLOORS : floors;
  }

  /** Lets floors rise to what a project keeps at a time. They never sink. */
  RollupFloors raiseFloors(Project project, long nowMicros) {
    RollupFloors before = floors(rows, project.getProjectId());
    RollupFloors after =
        new RollupFloors(
            Math.max(before.getMinute(), Granularity.MINUTE.earliest(project, nowMicros)),
            Math.max(before.getHour(), Granularity.HOUR.earliest(project, nowMicros)),
            Math.max(before.getDay(), Granularity.DAY.earliest(project, nowMicros)));
    if (!after.equals(before)) {
      rows.put(floorsKey(project.getProjectId()), FLOORS.write(after));
    }
    return after;
  }

  /** Removes totals whose window counts no more. */
  void expire(byte[] key) {
    rows.delete(key);
    rows.put(changedKey(key), NOTHING);
  }

  private static byte[] floorsKey(String project) {
    return RowKey.ofProject(project).section(FLOORS_SECTION).bytes();
  }

  static boolean isFloors(byte[] key) {
    RowKey.Reader reader = new RowKey.Reader(key);
    reader.text();
    return reader.section() == FLOORS_SECTION;
  }

  /** Notes that totals changed since they were published. */
  static byte[] changedKey(byte[] key) {
    byte[] prefix = RowKey.work().bytes();
    byte[] changed = Arrays.copyOf(prefix, prefix.length + key.length);
    System.arraycopy(key, 0, changed, prefix.length, key.length);
    return changed;
  }
}
