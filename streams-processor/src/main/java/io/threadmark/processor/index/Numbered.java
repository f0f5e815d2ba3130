package io.threadmark.processor.index;

import java.io.IOException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;

/** Takes the documents that a query finds with the numbers of their threads or traces. */
final class Numbered extends SimpleCollector {
  /** Documents between two looks at the clock. */
  private static final int STEP = 0xFFF;

  private final String field;
  private final Taker taker;
  private final Runnable check;
  private LeafReaderContext leaf;
  private NumericDocValues numbers;
  private int taken;

  /** Takes a document. */
  interface Taker {
    void take(LeafReaderContext leaf, int document, int number) throws IOException;
  }

  /**
   * @param field that has the numbers; documents without are passed over
   * @param check throws once it takes too long
   */
  Numbered(String field, Taker taker, Runnable check) {
    this.field = field;
    this.taker = taker;
    this.check = check;
  }

  @Override
  protected void doSetNextReader(LeafReaderContext context) throws IOException {
    check.run();
    leaf = context;
    numbers = org.apache.lucene.index.DocValues.getNumeric(context.reader(), field);
  }

  @Override
  public void collect(int document) throws IOException {
    if ((++taken & STEP) == 0) {
      check.run();
    }
    if (numbers.advanceExact(document)) {
      taker.take(leaf, document, (int) numbers.longValue());
    }
  }

  @Override
  public ScoreMode scoreMode() {
    return ScoreMode.COMPLETE_NO_SCORES;
  }
}
