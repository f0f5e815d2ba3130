package io.threadmark.processor.index;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What two ids have in common that are likely to mean one thing: they differ in case, in dashes and
 * the like, or in a word that one of them begins with.
 */
public final class Likeness {
  private static final Pattern SEPARATORS = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final Pattern FIRST_WORD = Pattern.compile("^[\\p{L}\\p{N}]+[^\\p{L}\\p{N}]+");

  /** What is left of an id must still tell it apart. */
  private static final int LEAST = 4;

  private Likeness() {}

  /** The forms of an id; ids that have one in common are alike. */
  public static List<String> of(String id) {
    Set<String> forms = new LinkedHashSet<>();
    add(forms, id);
    add(forms, FIRST_WORD.matcher(id).replaceFirst(""));
    return List.copyOf(forms);
  }

  private static void add(Set<String> forms, String id) {
    String bare = SEPARATORS.matcher(id).replaceAll("").toLowerCase(Locale.ROOT);
    if (bare.length() >= LEAST || forms.isEmpty()) {
      forms.add(bare);
    }
  }
}
