package io.threadmark.processor.facts;

import io.threadmark.schema.Content;

/** Content as a register keeps it: one letter for text or JSON, then the content itself. */
public final class ContentText {
  private static final char TEXT = 't';
  private static final char JSON = 'j';

  private ContentText() {}

  static String write(Content content) {
    return content.getJson() != null ? JSON + content.getJson() : TEXT + content.getText();
  }

  public static Content read(String register) {
    if (register == null) {
      return null;
    }
    String content = register.substring(1);
    return register.charAt(0) == JSON ? new Content(null, content) : new Content(content, null);
  }
}
