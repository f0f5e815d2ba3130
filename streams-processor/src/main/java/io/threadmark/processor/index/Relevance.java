package io.threadmark.processor.index;

import java.io.IOException;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.Collector;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.apache.lucene.util.ArrayUtil;

/** How well threads or traces match: the sum, over the clauses, of their best documents (BM25). */
final class Relevance {
  private float[] sums = new float[0];
  private float[] best = new float[0];

  /** Takes the documents of one clause. */
  Collector collector(String field, Runnable check) {
    return new SimpleCollector() {
      private Scorable scorer;
      private NumericDocValues numbers;

      @Override
      protected void doSetNextReader(LeafReaderContext context) throws IOException {
        check.run();
        numbers = DocValues.getNumeric(context.reader(), field);
      }

      @Override
      public void setScorer(Scorable of) {
        scorer = of;
      }

      @Override
      public void collect(int document) throws IOException {
        if (numbers.advanceExact(document)) {
          take((int) numbers.longValue(), scorer.score());
        }
      }

      @Override
      public ScoreMode scoreMode() {
        return ScoreMode.COMPLETE;
      }
    };
  }

  private void take(int number, float score) {
    best = ArrayUtil.grow(best, number + 1);
    best[number] = Math.max(best[number], score);
  }

  /** The next clause begins. */
  void next() {
    sums = ArrayUtil.grow(sums, best.length);
    for (int number = 0; number < best.length; number++) {
      sums[number] += best[number];
      best[number] = 0;
    }
  }

  float of(int number) {
    return number < sums.length ? sums[number] : 0;
  }

  long bytes() {
    return (long) Float.BYTES * (sums.length + best.length);
  }
}
