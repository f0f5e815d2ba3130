package io.threadmark.processor.rollup;

import io.threadmark.processor.model.RowCodec;
import io.threadmark.processor.model.RowKey;
import io.threadmark.processor.model.Rows;
import io.threadmark.schema.Micros;
import io.threadmark.schema.Rollup;
import io.threadmark.schema.state.RollupHop;
import java.nio.charset.StandardCharsets;

/** The totals of all partitions as they are published: the sum of what each of them sent last. */
public final class Rollups {
  private static final RowCodec<Rollup> ROWS = new RowCodec<>(Rollup.class);

  private Rollups() {}

  /** Totals as they are published; null of no row. */
  static Rollup of(PartialKey key, byte[] row) {
    if (row == null) {
      return null;
    }
    Series series = key.series();
    Rollup rollup = new Rollup();
    rollup.setProjectId(key.project());
    rollup.setGranularity(key.granularity().word());
    rollup.setWindowStart(Micros.toInstant(key.window()));
    rollup.setDimension(key.dimension());
    rollup.setDimensionValue(key.dimension().equals(Dimensions.ALL) ? null : key.value());
    if (series == null) {
      rollup.setTraces(Partials.TRACES.read(row));
    } else {
      rollup.setFeedbackName(series.name());
      rollup.setSignal(series.signal());
      rollup.setSourceType(series.sourceType());
      rollup.setCategory(series.category());
      rollup.setFeedback(Partials.FEEDBACK.read(row));
    }
    return rollup;
  }

  /**
   * The key of totals in their topic: {@code project/dimension/window}. A value stands behind its
   * dimension, and a series of feedback behind the window, as in {@code
   * acme/model/gpt-x/hour:2026-01-01T00:00:00Z/EXPLICIT:HUMAN:helpfulness}. Each part is
   * percent-encoded as in {@link io.threadmark.schema.Key}.
   */
  public static byte[] key(PartialKey key) {
    StringBuilder text = new StringBuilder();
    append(text, key.project());
    append(text.append('/'), key.dimension());
    if (!key.dimension().equals(Dimensions.ALL)) {
      append(text.append('/'), key.value());
    }
    append(text.append('/'), key.granularity().word() + ":" + Micros.toInstant(key.window()));
    Series series = key.series();
    if (series != null) {
      append(text.append('/'), series.signal() + ":" + series.sourceType() + ":" + series.name());
      if (series.category() != null) {
        append(text.append('/'), series.category());
      }
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void append(StringBuilder text, String part) {
    io.threadmark.schema.Key.encode(part, text);
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
          sum[0] = sum[0] == null ? part : plus(sum[0], part);
          return true;
        });
    return sum[0];
  }

  private static Rollup plus(Rollup sum, Rollup part) {
    if (part.getTraces() != null) {
      sum.setTraces(Totals.plus(sum.getTraces(), part.getTraces()));
    } else {
      sum.setFeedback(Totals.plus(sum.getFeedback(), part.getFeedback()));
    }
    return sum;
  }
}
