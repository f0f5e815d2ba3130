package io.threadmark.follow.compaction;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.row.RowReader;
import io.threadmark.follow.manifest.Part;
import io.threadmark.follow.part.FinishedPart;
import io.threadmark.follow.part.PartMaking;
import io.threadmark.follow.part.PartSeries;
import io.threadmark.follow.part.ThreadRows;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes of the parts of one partition those that have only the rows that count. A part stays as it
 * is where all its rows count and it is large, or alone.
 */
final class PartitionCompaction {
  private final PartMaking making;
  private final List<Part> parts;
  private final LocalParts local;
  private final NewestRows newest = new NewestRows();
  private final Map<Part, Long> counting = new HashMap<>();
  private final List<Part> replaced = new ArrayList<>();
  private final List<FinishedPart> made = new ArrayList<>();

  /** Of all parts of a partition, in their order. */
  PartitionCompaction(PartMaking making, List<Part> parts, LocalParts local) {
    this.making = making;
    this.parts = parts;
    this.local = local;
  }

  void run() throws IOException {
    for (Part part : parts) {
      try (RowReader rows = open(part, true)) {
        for (ObjectNode row = rows.read(); row != null; row = rows.read()) {
          newest.see(row);
        }
      }
    }
    for (Part part : parts) {
      counting.put(part, count(part));
    }
    List<Part> neighbours = new ArrayList<>();
    for (Part part : parts) {
      if (isWhole(part) && PartSeries.isLarge(part, making.bounds())) {
        rewrite(neighbours);
        neighbours.clear();
      } else {
        neighbours.add(part);
      }
    }
    rewrite(neighbours);
  }

  /** The parts that are not needed any more. */
  List<Part> replaced() {
    return replaced;
  }

  /** The parts that take their place. */
  List<FinishedPart> made() {
    return made;
  }

  private boolean isWhole(Part part) {
    return counting.get(part) == part.rows();
  }

  private long count(Part part) throws IOException {
    long count = 0;
    try (RowReader rows = open(part, true)) {
      for (ObjectNode row = rows.read(); row != null; row = rows.read()) {
        count += newest.counts(row) ? 1 : 0;
      }
    }
    return count;
  }

  /** Parts one after another become as few as there can be. */
  private void rewrite(List<Part> run) throws IOException {
    if (run.isEmpty() || run.size() == 1 && isWhole(run.get(0))) {
      return;
    }
    int partition = run.get(0).partition();
    try (PartSeries series = new PartSeries(making, partition, run.get(0).firstOffset())) {
      for (Part part : run) {
        copy(part, series);
      }
      series.advance(run.get(run.size() - 1).lastOffset() + 1);
      series.end();
      made.addAll(series.takeFinished());
    }
    replaced.addAll(run);
  }

  private void copy(Part part, PartSeries to) throws IOException {
    if (counting.get(part) == 0) {
      return;
    }
    try (RowReader rows = open(part, false)) {
      for (ObjectNode row = rows.read(); row != null; row = rows.read()) {
        if (newest.counts(row)) {
          to.add(row, row.required(ThreadRows.OFFSET).asLong(), Instant.EPOCH);
        }
      }
    }
  }

  private RowReader open(Part part, boolean keysOnly) throws IOException {
    return RowReader.open(
        making.kind(), keysOnly ? ThreadRows.KEY_COLUMNS : ThreadRows.COLUMNS, local.file(part));
  }
}
