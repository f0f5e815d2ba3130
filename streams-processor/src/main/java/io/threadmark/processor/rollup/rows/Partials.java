package io.threadmark.processor.rollup.rows;

import io.threadmark.processor.store.RowCodec;
import io.threadmark.processor.store.RowKey;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.FeedbackTotals;
import io.threadmark.schema.Project;
import io.threadmark.schema.TraceTotals;
import io.threadmark.schema.state.RollupFloors;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The totals of one partition. What is added, in every window that still counts, may be less than
 * nothing. Totals that changed are noted until they are published.
 */
public final class Partials {
  public static final RowCodec<TraceTotals> TRACES = new RowCodec<>(TraceTotals.class);
  public static final RowCodec<FeedbackTotals> FEEDBACK = new RowCodec<>(FeedbackTotals.class);

  private static final RowCodec<RollupFloors> FLOORS = new RowCodec<>(RollupFloors.class);
  private static final char FLOORS_SECTION = 'f';
  private static final byte[] NOTHING = {};
  private static final TraceTotals NO_TRACES = Totals.noTraces();
  private static final FeedbackTotals NO_FEEDBACK = Totals.noFeedback();

  /** Begins the marks of totals that changed. */
  static final byte[] CHANGED = RowKey.work().section('c').bytes();

  /** Every window counts. */
  public static final RollupFloors NO_FLOORS =
      new RollupFloors(Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE);

  private final Rows.Mutable rows;

  public Partials(Rows.Mutable rows) {
    this.rows = rows;
  }

  /** Adds to the totals, in the windows that still count. */
  public void add(ChangeSum sum) {
    Map<String, RollupFloors> floors = new HashMap<>();
    sum.ofTraces()
        .forEach(
            (key, change) -> {
              if (counts(floors, key) && !change.equals(NO_TRACES)) {
                write(key, row -> plus(row, change));
              }
            });
    sum.ofFeedback()
        .forEach(
            (key, change) -> {
              if (counts(floors, key) && !change.equals(NO_FEEDBACK)) {
                write(key, row -> plus(row, change));
              }
            });
  }

  private boolean counts(Map<String, RollupFloors> known, PartialKey key) {
    RollupFloors floors = known.computeIfAbsent(key.project(), project -> floors(rows, project));
    return key.window() >= key.granularity().floor(floors);
  }

  private void write(PartialKey named, UnaryOperator<byte[]> change) {
    byte[] key = named.bytes();
    byte[] row = change.apply(rows.get(key));
    if (row == null) {
      rows.delete(key);
    } else {
      rows.put(key, row);
    }
    rows.put(changedKey(key), NOTHING);
  }

  private static byte[] plus(byte[] row, TraceTotals change) {
    TraceTotals sum = row == null ? change : Totals.plus(TRACES.read(row), change);
    return Totals.isNothing(sum) ? null : TRACES.write(sum);
  }

  private static byte[] plus(byte[] row, FeedbackTotals change) {
    FeedbackTotals sum = row == null ? change : Totals.plus(FEEDBACK.read(row), change);
    return Totals.isNothing(sum) ? null : FEEDBACK.write(sum);
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

  public static boolean isFloors(byte[] key) {
    RowKey.Reader reader = new RowKey.Reader(key);
    reader.text();
    return reader.section() == FLOORS_SECTION;
  }

  /** Notes that totals changed since they were published. */
  private static byte[] changedKey(byte[] key) {
    byte[] changed = Arrays.copyOf(CHANGED, CHANGED.length + key.length);
    System.arraycopy(key, 0, changed, CHANGED.length, key.length);
    return changed;
  }
}
