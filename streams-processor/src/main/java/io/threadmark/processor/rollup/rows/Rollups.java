package io.threadmark.processor.rollup.rows;

import io.threadmark.processor.store.RowCodec;
import io.threadmark.processor.store.RowKey;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Key;
import io.threadmark.schema.Micros;
import io.threadmark.schema.Rollup;
import io.threadmark.schema.state.RollupHop;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The totals of all partitions as they are published: the sum of what each of them sent last. */
public final class Rollups {
  private static final RowCodec<Rollup> ROWS = new RowCodec<>(Rollup.class);

  private Rollups() {}

  /** Totals as they are published; null of no row. */
  static Rollup of(PartialKey key, byte[] row) {
    if (row == null) {
      return null;
    }
    Rollup rollup = new Rollup();
    rollup.setProjectId(key.project());
    rollup.setGranularity(key.granularity().word());
    rollup.setWindowStart(Micros.toInstant(key.window()));
    rollup.setDimension(key.dimension());
    rollup.setDimensionValue(key.dimension().equals(Dimensions.ALL) ? null : key.value());
    if (key.part() instanceof Part.Series series) {
      rollup.setFeedbackName(series.name());
      rollup.setSignal(series.signal());
      rollup.setSourceType(series.sourceType());
      rollup.setCategory(series.category());
      rollup.setFeedback(Partials.FEEDBACK.read(row));
    } else {
      rollup.setTraces(Partials.TRACES.read(row));
    }
    if (key.part() instanceof Part.Judged judged) {
      rollup.setFeedbackName(judged.name());
    }
    return rollup;
  }

  /**
   * The key of totals in their topic: {@code project/dimension/window}. A value stands behind its
   * dimension, and what is added up, other than traces, behind the window, as in {@code
   * acme/model/gpt-x/hour:2026-01-01T00:00:00Z/feedback/EXPLICIT/HUMAN/thumbs/true}. Each part is
   * percent-encoded as in {@link io.threadmark.schema.Key}.
   */
  public static byte[] key(PartialKey key) {
    List<String> parts = new ArrayList<>(List.of(key.project(), key.dimension()));
    if (!key.dimension().equals(Dimensions.ALL)) {
      parts.add(key.value());
    }
    parts.add(key.granularity().word() + ":" + Micros.toInstant(key.window()));
    if (key.part() instanceof Part.Judged judged) {
      parts.addAll(List.of("judged", judged.name()));
    } else if (key.part() instanceof Part.Series series) {
      parts.addAll(List.of("feedback", series.signal(), series.sourceType(), series.name()));
      if (series.category() != null) {
        parts.add(series.category());
      }
    }
    StringBuilder text = new StringBuilder();
    for (String part : parts) {
      Key.encode(part, text.isEmpty() ? text : text.append('/'));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Takes the totals of one partition in the place of what it sent before. */
  public static void put(Rows.Mutable rows, byte[] key, RollupHop hop) {
    byte[] row = RowKey.of(key).time(hop.getPartition()).bytes();
    if (hop.getRollup() == null) {
      rows.delete(row);
    } else {
      rows.put(row, ROWS.write(hop.getRollup()));
    }
  }

  /** The sum over all partitions; null where none has anything. */
  public static Rollup sum(Rows rows, byte[] key) {
    byte[] prefix = RowKey.of(key).bytes();
    Rollup[] sum = {null};
    rows.scan(
        prefix,
        RowKey.behind(prefix),
        Rows.Direction.FORWARD,
        (row, value) -> {
          Rollup part = ROWS.read(value);
          if (sum[0] == null) {
            sum[0] = part;
          } else {
            add(sum[0], part);
          }
          return true;
        });
    return sum[0];
  }

  /** Adds a row of totals to others of the same kind. */
  static void add(Rollup sum, byte[] row) {
    if (sum.getTraces() != null) {
      sum.setTraces(Totals.plus(sum.getTraces(), Partials.TRACES.read(row)));
    } else {
      sum.setFeedback(Totals.plus(sum.getFeedback(), Partials.FEEDBACK.read(row)));
    }
  }

  /** Adds totals to others of the same kind. */
  static void add(Rollup sum, Rollup part) {
    if (part.getTraces() != null) {
      sum.setTraces(Totals.plus(sum.getTraces(), part.getTraces()));
    } else {
      sum.setFeedback(Totals.plus(sum.getFeedback(), part.getFeedback()));
    }
  }
}
