package io.threadmark.processor.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.icu.ICUFoldingFilter;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;

/**
 * How text becomes words, the same for what is kept and for what is asked: Unicode's segmentation
 * (UAX #29, with dictionaries for scripts that write no spaces), then folding of case, accents,
 * width and the like (UTR #30).
 */
final class TextAnalysis {
  /** Between two values of a field, so that no phrase spans them. */
  private static final int GAP = 100;

  static final Analyzer ANALYZER =
      new Analyzer() {
        @Override
        protected TokenStreamComponents createComponents(String field) {
          Words words = Words.empty();
          return new TokenStreamComponents(words::read, words);
        }

        @Override
        protected TokenStream normalize(String field, TokenStream in) {
          return new ICUFoldingFilter(in);
        }

        @Override
        public int getPositionIncrementGap(String field) {
          return GAP;
        }
      };

  private TextAnalysis() {}

  /** A word of a text: as it is compared, and where it stands, in UTF-16 units. */
  record Word(String term, int start, int end) {}

  /** The words of a text in turn. */
  static List<Word> words(String text) {
    List<Word> found = new ArrayList<>();
    try (TokenStream words = ANALYZER.tokenStream("", text)) {
      CharTermAttribute term = words.getAttribute(CharTermAttribute.class);
      OffsetAttribute place = words.getAttribute(OffsetAttribute.class);
      words.reset();
      while (words.incrementToken()) {
        found.add(new Word(term.toString(), place.startOffset(), place.endOffset()));
      }
      words.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }
}
