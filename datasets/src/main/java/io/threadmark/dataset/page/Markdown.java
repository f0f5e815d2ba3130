package io.threadmark.dataset.page;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A page in Markdown, from top to bottom. What users sent goes through {@link #cell}: it must stay
 * plain text.
 */
public final class Markdown {
  private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_{}\\[\\]<>()#|!~]");
  private static final Pattern BREAKS = Pattern.compile("[\\p{Cc}\\u2028\\u2029]+");

  private final StringBuilder text = new StringBuilder();

  public static String cell(String text) {
    return SPECIAL.matcher(BREAKS.matcher(text).replaceAll(" ")).replaceAll("\\\\$0");
  }

  /**
   * @param level from 1
   */
  public Markdown heading(int level, String words) {
    return block("#".repeat(level) + " " + words);
  }

  public Markdown paragraph(String words) {
    return block(words);
  }

  /** A table; nothing where it has no rows. Cells are Markdown already. */
  public Markdown table(List<String> head, List<List<String>> rows) {
    if (rows.isEmpty()) {
      return this;
    }
    String lines = rows.stream().map(Markdown::line).collect(Collectors.joining("\n"));
    return block(line(head) + "\n" + "|---".repeat(head.size()) + "|\n" + lines);
  }

  @Override
  public String toString() {
    return text.toString();
  }

  private Markdown block(String lines) {
    text.append(text.isEmpty() ? "" : "\n").append(lines).append('\n');
    return this;
  }

  private static String line(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
  }
}
