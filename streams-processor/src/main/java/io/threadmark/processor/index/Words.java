package io.threadmark.processor.index;

import java.io.CharArrayReader;
import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.icu.ICUFoldingFilter;
import org.apache.lucene.analysis.icu.segmentation.ICUTokenizer;
import org.apache.lucene.analysis.miscellaneous.TruncateTokenFilter;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.util.ArrayUtil;

/**
 * Parts a text into folded words. Most texts have no character beyond ASCII; of these {@link
 * AsciiWords} finds, in a small part of the time, the words that Unicode's rules find.
 */
final class Words extends TokenStream {
  /** Longer words differ in their first characters alone. */
  private static final int MOST_CHARS = 256;

  /** A larger buffer is not kept for the next text. */
  private static final int KEPT_CHARS = 64 * 1024;

  private final Tokenizer unicode;
  private final TokenStream folded;
  private final CharTermAttribute term;
  private final OffsetAttribute place;
  private char[] text = new char[1_024];
  private int length;
  private AsciiWords ascii;

  private Words(Tokenizer unicode, TokenStream folded) {
    super(folded);
    this.unicode = unicode;
    this.folded = folded;
    term = getAttribute(CharTermAttribute.class);
    place = getAttribute(OffsetAttribute.class);
  }

  static Words empty() {
    Tokenizer unicode = new ICUTokenizer();
    return new Words(unicode, new TruncateTokenFilter(new ICUFoldingFilter(unicode), MOST_CHARS));
  }

  /** The text comes from here from now on. */
  void read(Reader reader) {
    try {
      length = 0;
      for (int read = 0; read >= 0; read = reader.read(text, length, text.length - length)) {
        length += read;
        text = ArrayUtil.grow(text, length + 1);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    ascii = AsciiWords.isFor(text, length) ? new AsciiWords(text, length) : null;
    if (ascii == null) {
      unicode.setReader(new CharArrayReader(text, 0, length));
    }
  }

  @Override
  public void reset() throws IOException {
    if (ascii == null) {
      folded.reset();
    } else {
      clearAttributes();
    }
  }

  @Override
  public boolean incrementToken() throws IOException {
    if (ascii == null) {
      return folded.incrementToken();
    }
    if (!ascii.next()) {
      return false;
    }
    clearAttributes();
    int start = ascii.start();
    int chars = Math.min(MOST_CHARS, ascii.end() - start);
    char[] word = term.resizeBuffer(chars);
    for (int i = 0; i < chars; i++) {
      word[i] = AsciiWords.folded(text[start + i]);
    }
    term.setLength(chars);
    place.setOffset(start, ascii.end());
    return true;
  }

  @Override
  public void end() throws IOException {
    if (ascii == null) {
      folded.end();
    } else {
      super.end();
      place.setOffset(length, length);
    }
  }

  @Override
  public void close() throws IOException {
    if (ascii == null) {
      folded.close();
    }
    ascii = null;
    if (text.length > KEPT_CHARS) {
      text = Arrays.copyOf(text, KEPT_CHARS);
    }
  }
}
