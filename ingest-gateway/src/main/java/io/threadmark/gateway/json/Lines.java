package io.threadmark.gateway.json;

/** Walks over the lines of a text that are not blank. */
public final class Lines {
  private final byte[] text;
  private int from;
  private int to = -1;

  public Lines(byte[] text) {
    this.text = text;
  }

  /** Goes to the next line; false where there is none. */
  public boolean next() {
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
  public int from() {
    return from;
  }

  /** Where it ends, exclusive. */
  public int to() {
    return to;
  }
}
