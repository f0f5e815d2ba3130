package io.threadmark.processor.topology;

import io.threadmark.schema.Key;
import io.threadmark.schema.state.Rank;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The key of a row as it must be, byte by byte; each byte is one character. */
final class ExpectedKey {
  private final StringBuilder bytes = new StringBuilder();

  ExpectedKey() {}

  /** Begins with a record's key. */
  ExpectedKey(Key key) {
    text(key.toString());
  }

  /** Begins with the project of a record's key, as it is spelled there. */
  static ExpectedKey ofProject(Key key) {
    return new ExpectedKey().text(key.toString().replaceFirst("/.*", ""));
  }

  /** A text and a zero behind it. */
  ExpectedKey text(String text) {
    return raw(text).raw("\0");
  }

  ExpectedKey raw(String text) {
    bytes.append(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    return this;
  }

  ExpectedKey time(Instant time) {
    return number(ChronoUnit.MICROS.between(Instant.EPOCH, time));
  }

  /** Its numbers, then its hash with zeros and ones as pairs, and a zero. */
  ExpectedKey rank(Rank rank) {
    number(rank.getPrecedence()).number(rank.getEventTime()).number(rank.getRevision());
    ByteBuffer hash = rank.getContentHash().duplicate();
    while (hash.hasRemaining()) {
      char next = (char) (hash.get() & 0xFF);
      bytes.append(next == 0 ? "\1\1" : next == 1 ? "\1\2" : String.valueOf(next));
    }
    return raw("\0");
  }

  /** Eight bytes, of which the first begins with a one where the number is not negative. */
  ExpectedKey number(long number) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      long next = (number >>> shift) & 0xFF;
      bytes.append((char) (shift == 56 ? next ^ 0x80 : next));
    }
    return this;
  }

  @Override
  public String toString() {
    return bytes.toString();
  }
}
