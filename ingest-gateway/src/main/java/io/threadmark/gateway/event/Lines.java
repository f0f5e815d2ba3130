package io.threadmark.gateway.event;

/** Walks over the lines of a text that are not blank. */
final class Lines {
  private final byte[] text;
  private int from;
  private int to = -1;

  Lines(byte[] text) {
    this.text = text;
  }

  /** Goes to the next line; false where there is none. */
  boolean next() {
    while (to < text.length) {
      from = to + 1;
      to = from;
      boolean blank = true;
      while (to < text.length && text[to] != '\n') {
        blank &= text[to] == ' ' || text[to] == '\t' || text[to] == '\r';
        to++;
      }
      if (!blank) {
        return true;
      }
    }
    return false;
  }

  /** Where the line begins. */
  int from() {
    return from;
  }

  /** Where it ends, exclusive. */
  int to() {
    return to;
  }
}
