package io.threadmark.processor.rollup.number;

import io.threadmark.schema.HistogramBucket;
import java.util.ArrayList;
import java.util.List;

/**
 * Buckets of an exponential histogram with base 2^(2^-scale), as OpenTelemetry defines it: bucket i
 * holds the values above base^i and up to base^(i+1). Adding and taking away are exact inverses.
 *
 * @see <a
 *     href="https://opentelemetry.io/docs/specs/otel/metrics/data-model/#exponentialhistogram">ExponentialHistogram</a>
 */
final class Buckets {
  private final double perOctave;

  /**
   * @param scale how fine: each doubling of the value has 2^scale buckets
   */
  Buckets(int scale) {
    perOctave = 1 << scale;
  }

  /**
   * The bucket of a value above zero, and not below {@link Double#MIN_NORMAL}. StrictMath: every
   * machine must find the same.
   */
  int indexOf(double value) {
    int exponent = Math.getExponent(value);
    double fraction = Math.scalb(value, -exponent); // from 1 to 2; powers of two are exact
    double position = StrictMath.log(fraction) / StrictMath.log(2) * perOctave;
    return (int) (exponent * perOctave) + (int) Math.ceil(position) - 1;
  }

  /** The middle of a bucket on the logarithmic scale: off by at most half a bucket's width. */
  double middleOf(int index) {
    return StrictMath.pow(2, (index + 0.5) / perOctave);
  }

  /** Buckets with some more values, or fewer where the count is negative. */
  static List<HistogramBucket> plus(List<HistogramBucket> buckets, int index, long count) {
    List<HistogramBucket> sum = new ArrayList<>(buckets.size() + 1);
    boolean added = false;
    for (HistogramBucket bucket : buckets) {
      if (!added && bucket.getIndex() >= index) {
        long here = bucket.getIndex() == index ? bucket.getCount() : 0;
        addTo(sum, index, here + count);
        added = true;
        if (bucket.getIndex() == index) {
          continue;
        }
      }
      sum.add(bucket);
    }
    if (!added) {
      addTo(sum, index, count);
    }
    return sum;
  }

  /** The buckets of two histograms together. */
  static List<HistogramBucket> plus(List<HistogramBucket> some, List<HistogramBucket> others) {
    List<HistogramBucket> sum = new ArrayList<>(some.size() + others.size());
    int i = 0;
    int j = 0;
    while (i < some.size() || j < others.size()) {
      HistogramBucket a = i < some.size() ? some.get(i) : null;
      HistogramBucket b = j < others.size() ? others.get(j) : null;
      if (b == null || (a != null && a.getIndex() < b.getIndex())) {
        sum.add(a);
        i++;
      } else if (a == null || b.getIndex() < a.getIndex()) {
        sum.add(b);
        j++;
      } else {
        addTo(sum, a.getIndex(), a.getCount() + b.getCount());
        i++;
        j++;
      }
    }
    return sum;
  }

  private static void addTo(List<HistogramBucket> sum, int index, long count) {
    if (count != 0) {
      sum.add(new HistogramBucket(index, count));
    }
  }
}
