package io.threadmark.processor.erasure.rows;

import io.threadmark.processor.store.RowCodec;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Erasure;
import io.threadmark.schema.Micros;
import io.threadmark.schema.state.ErasureHop;
import io.threadmark.schema.state.ErasureRow;
import java.util.ArrayList;
import java.util.List;

/**
 * How far commands to erase are. A step may make others necessary, which are one step further from
 * the command; all is done where at every distance as many steps are done as the distance before it
 * made necessary. That holds in whatever order the steps tell of themselves.
 */
public final class ErasureRows {
  private static final RowCodec<ErasureRow> CODEC = new RowCodec<>(ErasureRow.class);

  private ErasureRows() {}

  /** How far a command is; null where it is not known. */
  public static ErasureRow get(Rows rows, byte[] erasureKey) {
    return CODEC.read(rows.get(erasureKey));
  }

  public static void put(Rows.Mutable rows, byte[] erasureKey, ErasureRow row) {
    rows.put(erasureKey, CODEC.write(row));
  }

  /** A command at its beginning, with so many steps to do. */
  public static ErasureRow begun(Erasure erasure, long steps) {
    return new ErasureRow(erasure, List.of(steps), List.of(), 0L, 0L, 0L, 0L, null);
  }

  /** A command that was carried out before. */
  public static ErasureRow done(Erasure erasure) {
    long at = Micros.of(erasure.getIngest().getReceivedAt());
    return new ErasureRow(erasure, List.of(), List.of(), 0L, 0L, 0L, 0L, at);
  }

  /** Adds a step that is done. Returns whether all are. */
  public static boolean add(ErasureRow row, ErasureHop step) {
    List<Long> begun = new ArrayList<>(row.getBegun());
    List<Long> done = new ArrayList<>(row.getDone());
    add(done, step.getDepth(), 1);
    add(begun, step.getDepth() + 1, step.getBegun());
    row.setBegun(begun);
    row.setDone(done);
    row.setThreads(row.getThreads() + step.getThreads());
    row.setTraces(row.getTraces() + step.getTraces());
    row.setMessages(row.getMessages() + step.getMessages());
    row.setFeedback(row.getFeedback() + step.getFeedback());
    for (int depth = 0; depth < begun.size(); depth++) {
      if ((depth < done.size() ? done.get(depth) : 0L) != begun.get(depth)) {
        return false;
      }
    }
    return true;
  }

  private static void add(List<Long> counts, int index, long count) {
    while (counts.size() <= index) {
      counts.add(0L);
    }
    counts.set(index, counts.get(index) + count);
  }
}
