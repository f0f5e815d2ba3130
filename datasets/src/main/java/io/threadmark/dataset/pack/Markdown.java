package io.threadmark.dataset.pack;

import java.util.regex.Pattern;

/** Writes what users sent into Markdown, where it must stay plain text. */
final class Markdown {
  private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_{}\\[\\]<>()#|!~]");
  private static final Pattern BREAKS = Pattern.compile("[\\p{Cc}\\u2028\\u2029]+");

  private Markdown() {}

  static String cell(String text) {
    return SPECIAL.matcher(BREAKS.matcher(text).replaceAll(" ")).replaceAll("\\\\$0");
  }
}
