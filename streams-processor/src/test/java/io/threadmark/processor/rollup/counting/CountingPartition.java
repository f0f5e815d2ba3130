package io.threadmark.processor.rollup.counting;

import io.threadmark.processor.rollup.rows.ChangeFolding;
import io.threadmark.processor.rollup.rows.ChangeQueue;
import io.threadmark.processor.rollup.rows.Part;
import io.threadmark.processor.rollup.rows.PartialKey;
import io.threadmark.processor.rollup.rows.Partials;
import io.threadmark.processor.store.Deadline;
import io.threadmark.processor.store.MemoryRows;
import io.threadmark.processor.store.RowKey;
import io.threadmark.processor.store.Rows;
import io.threadmark.processor.thread.rows.ThreadWriter;
import io.threadmark.schema.Key;
import io.threadmark.schema.project.Projects;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** A partition that counts its threads, in memory. */
public final class CountingPartition {
  private static final byte[] BEHIND_WORK = RowKey.behind(RowKey.work().bytes());
  private static final byte[] END = {(byte) 0xFF};

  private final MemoryRows threads = new MemoryRows();
  private final MemoryRows contributions = new MemoryRows();
  private final MemoryRows totals = new MemoryRows();
  private final ChangeQueue changes = new ChangeQueue(totals, 0);
  private final ChangeFolding folding;
  private final ThreadCounting counting;

  /**
   * @param rowsAtOnce rows that one step counts anew
   */
  public CountingPartition(Projects projects, int rowsAtOnce) {
    folding = new ChangeFolding(changes, new Partials(totals), projects);
    counting = new ThreadCounting(threads, contributions, changes, projects, rowsAtOnce);
  }

  /** Writes to a thread. */
  public ThreadWriter thread(Key thread) {
    return new ThreadWriter(threads, thread.bytes(), counting);
  }

  /** Writes to a thread that retention takes. */
  ThreadWriter forgotten(Key thread) {
    return new ThreadWriter(threads, thread.bytes(), counting.forgetting());
  }

  /** Takes one step of what is to be counted anew. */
  boolean step() {
    return counting.step(Deadline.NONE);
  }

  /** Takes the first changes into the totals. */
  void fold(int most) {
    folding.turn(most, 0, Deadline.NONE);
  }

  /** Counts anew whatever is left to be, and takes all changes into the totals. */
  public CountingPartition rest() {
    while (step()) {
      // the next step
    }
    fold(Integer.MAX_VALUE);
    return this;
  }

  public Rows totals() {
    return totals;
  }

  /** Whether anything is remembered. */
  boolean remembersNothing() {
    boolean[] nothing = {true};
    contributions.scan(
        new byte[] {0}, END, Rows.Direction.FORWARD, (key, value) -> nothing[0] = false);
    return nothing[0];
  }

  /** All totals of a partition. */
  public static Map<PartialKey, SpecificRecord> read(Rows rows) {
    Map<PartialKey, SpecificRecord> found = new LinkedHashMap<>();
    rows.scan(
        BEHIND_WORK,
        END,
        Rows.Direction.FORWARD,
        (key, value) -> {
          if (!Partials.isFloors(key)) {
            PartialKey named = PartialKey.read(key);
            found.put(named, totals(named, value));
          }
          return true;
        });
    return found;
  }

  private static SpecificRecord totals(PartialKey key, byte[] row) {
    return key.part() instanceof Part.Series
        ? Partials.FEEDBACK.read(row)
        : Partials.TRACES.read(row);
  }
}
