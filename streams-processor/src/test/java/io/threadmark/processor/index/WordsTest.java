package io.threadmark.processor.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.processor.index.TextAnalysis.Word;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.icu.ICUFoldingFilter;
import org.apache.lucene.analysis.icu.segmentation.ICUTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.junit.jupiter.api.Test;

/** Which words a text has does not depend on which way they were found. */
class WordsTest {
  private static final Analyzer UNICODE =
      new Analyzer() {
        @Override
        protected TokenStreamComponents createComponents(String field) {
          Tokenizer words = new ICUTokenizer();
          return new TokenStreamComponents(words, new ICUFoldingFilter(words));
        }
      };

  @Property(tries = 20_000)
  void textOfAsciiHasTheWordsThatUnicodeFinds(@ForAll("ascii") String text) throws IOException {
    assertThat(TextAnalysis.words(text)).isEqualTo(words(text));
  }

  @Property(tries = 2_000)
  void textOfAnyScriptHasTheWordsThatUnicodeFinds(@ForAll("mixed") String text) throws IOException {
    assertThat(TextAnalysis.words(text)).isEqualTo(words(text));
  }

  @Provide
  Arbitrary<String> ascii() {
    Arbitrary<Character> signs = Arbitraries.of('_', ':', ';', ',', '.', '\'', '"', '-', ' ', '@');
    Arbitrary<Character> some = Arbitraries.of('a', 'B', 'z', '0', '7');
    Arbitrary<Character> any = Arbitraries.chars().range((char) 0, (char) 127);
    return Arbitraries.frequencyOf(Tuple.of(4, some), Tuple.of(3, signs), Tuple.of(1, any))
        .list()
        .ofMaxSize(40)
        .map(WordsTest::text);
  }

  @Provide
  Arbitrary<String> mixed() {
    Arbitrary<Character> other = Arbitraries.of('é', 'Ä', '退', '款', 'ก', 'า', 'ß', '’', '…');
    return Arbitraries.frequencyOf(
            Tuple.of(2, Arbitraries.of('a', 'B', '7', ' ', '.', '\'')), Tuple.of(1, other))
        .list()
        .ofMaxSize(20)
        .map(WordsTest::text);
  }

  private static String text(List<Character> characters) {
    StringBuilder text = new StringBuilder();
    characters.forEach(text::append);
    return text.toString();
  }

  private static List<Word> words(String text) throws IOException {
    List<Word> found = new ArrayList<>();
    try (TokenStream words = UNICODE.tokenStream("", text)) {
      CharTermAttribute term = words.getAttribute(CharTermAttribute.class);
      OffsetAttribute place = words.getAttribute(OffsetAttribute.class);
      words.reset();
      while (words.incrementToken()) {
        found.add(new Word(term.toString(), place.startOffset(), place.endOffset()));
      }
    }
    return found;
  }

  @Test
  void aWordIsCutToItsFirst256Characters() {
    assertThat(TextAnalysis.words("X".repeat(300) + " b"))
        .containsExactly(new Word("x".repeat(256), 0, 300), new Word("b", 301, 302));
    assertThat(TextAnalysis.words("é".repeat(300) + " b"))
        .containsExactly(new Word("e".repeat(256), 0, 300), new Word("b", 301, 302));
  }

  @Test
  void aLongTextHasAllItsWordsAfterWhichAnotherIsRead() {
    String text = "some words. ".repeat(20_000);
    assertThat(TextAnalysis.words(text)).hasSize(40_000);
    assertThat(TextAnalysis.words("退款 two")).hasSize(2);
    assertThat(TextAnalysis.words("Two words"))
        .extracting(Word::term)
        .containsExactly("two", "words");
  }

  @Test
  void wordsFollowEachOtherWithoutGaps() throws IOException {
    try (TokenStream words = TextAnalysis.ANALYZER.tokenStream("", "One -- two; three.")) {
      PositionIncrementAttribute step = words.getAttribute(PositionIncrementAttribute.class);
      words.reset();
      int found = 0;
      while (words.incrementToken()) {
        assertThat(step.getPositionIncrement()).isEqualTo(1);
        found++;
      }
      assertThat(found).isEqualTo(3);
      words.end();
    }
  }
}
