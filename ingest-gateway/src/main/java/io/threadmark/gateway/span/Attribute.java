package io.threadmark.gateway.span;

/**
 * An attribute of a span, or a group of them, as the table of meanings writes it.
 *
 * @param notation {@code a.b} for one attribute; {@code a.N} for a list that is spread over
 *     attributes, as in {@code a.0.role}; {@code a.*} for an object that is
 * @param form how the notation is to be read
 * @param key the name, or what the names begin with
 */
record Attribute(String notation, Form form, String key) {
  private static final String LIST_MARK = ".N";
  private static final String ENTRIES_MARK = ".*";

  /** How a value is spread over attributes. */
  enum Form {
    VALUE,
    LIST,
    ENTRIES
  }

  static Attribute of(String notation) {
    if (notation.endsWith(LIST_MARK)) {
      return new Attribute(notation, Form.LIST, prefix(notation, LIST_MARK));
    }
    if (notation.endsWith(ENTRIES_MARK)) {
      return new Attribute(notation, Form.ENTRIES, prefix(notation, ENTRIES_MARK));
    }
    return new Attribute(notation, Form.VALUE, notation);
  }

  private static String prefix(String notation, String mark) {
    return notation.substring(0, notation.length() - mark.length() + 1);
  }
}
