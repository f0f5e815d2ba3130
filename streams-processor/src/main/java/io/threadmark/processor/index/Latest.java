package io.threadmark.processor.index;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.util.ArrayUtil;

/** When the newest word of any feedback on a thread or a trace was said. */
final class Latest implements Numbered.Taker {
  private static final long NONE = Long.MIN_VALUE;

  private long[] times = new long[0];
  private LeafReaderContext leaf;
  private NumericDocValues said;

  @Override
  public void take(LeafReaderContext of, int document, int number) throws IOException {
    if (of != leaf) {
      leaf = of;
      said = DocValues.getNumeric(of.reader(), IndexFields.UPDATED);
    }
    if (said.advanceExact(document)) {
      if (number >= times.length) {
        int before = times.length;
        times = ArrayUtil.grow(times, number + 1);
        Arrays.fill(times, before, times.length, NONE);
      }
      times[number] = Math.max(times[number], said.longValue());
    }
  }

  boolean has(int number) {
    return number < times.length && times[number] != NONE;
  }

  long of(int number) {
    return times[number];
  }

  long bytes() {
    return (long) Long.BYTES * times.length;
  }
}
