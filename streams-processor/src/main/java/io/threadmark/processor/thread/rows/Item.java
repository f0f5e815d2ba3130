package io.threadmark.processor.thread.rows;

/**
 * Names an item of a thread: what it is, and the ref that wrote it. Only that ref changes or
 * removes the row, so one writer's records, which are in order, decide it.
 *
 * @param id the message's, trace's or feedback's id
 * @param writer the key of the ref that wrote it; {@link #THE_THREAD} for messages
 */
record Item(Kind kind, String id, String writer) {

  /** The writer of what comes straight from a topic that is keyed by thread. */
  static final String THE_THREAD = "";

  static Item message(String id) {
    return new Item(Kind.MESSAGE, id, THE_THREAD);
  }

  static Item hidden(String messageId) {
    return new Item(Kind.HIDDEN, messageId, THE_THREAD);
  }

  enum Kind {
    MESSAGE('m'),
    TRACE('t'),
    FEEDBACK('f'),

    /** A message that spans tell of, and the application itself does, too: it does not show. */
    HIDDEN('d');

    final char letter;

    Kind(char letter) {
      this.letter = letter;
    }

    static Kind of(byte letter) {
      for (Kind kind : values()) {
        if (kind.letter == letter) {
          return kind;
        }
      }
      throw new IllegalStateException("unknown kind of item: " + letter);
    }
  }
}
