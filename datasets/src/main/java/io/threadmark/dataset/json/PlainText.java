package io.threadmark.dataset.json;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Text as it is compared: NFKC, lower case, and runs of white space as one space. */
public final class PlainText {
  private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}\\p{Cc}]+");

  private PlainText() {}

  public static String of(String text) {
    String folded = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return SPACE.matcher(folded).replaceAll(" ").strip();
  }
}
