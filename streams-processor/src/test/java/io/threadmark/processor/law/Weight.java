package io.threadmark.processor.law;

import io.threadmark.schema.Stamp;
import java.util.Comparator;
import java.util.HexFormat;

/**
 * What decides between two statements: the greater weight wins.
 *
 * @param precedence compared before the stamp
 */
public record Weight(long precedence, Stamp stamp) implements Comparable<Weight> {
  /** Which of two statements is the newer, whatever wins. */
  static final Comparator<Weight> BY_TIME =
      Comparator.comparing((Weight weight) -> weight.stamp.getEventTime())
          .thenComparing(weight -> weight.stamp.getRevision())
          .thenComparing(Weight::hash)
          .thenComparing(Weight::precedence);

  private static final Comparator<Weight> WINNING =
      Comparator.comparing(Weight::precedence).thenComparing(BY_TIME);

  static Weight of(Stamp stamp) {
    return new Weight(0, stamp);
  }

  /** Of hexadecimal digits the order is that of unsigned bytes, and of two the shorter is less. */
  String hash() {
    byte[] bytes = new byte[stamp.getContentHash().remaining()];
    stamp.getContentHash().duplicate().get(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public int compareTo(Weight other) {
    return WINNING.compare(this, other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Weight weight && compareTo(weight) == 0;
  }

  @Override
  public int hashCode() {
    return hash().hashCode();
  }
}
