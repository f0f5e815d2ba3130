package io.threadmark.standalone.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Lays out rows of text as a table for people. */
public final class TextTable {
  private TextTable() {}

  /**
   * The table, a line each.
   *
   * @param rows all with the same number of cells, the headings first
   * @param numbers the columns that stand to the right
   */
  public static List<String> lines(List<List<String>> rows, Set<Integer> numbers) {
    List<Integer> widths = widths(rows);
    return rows.stream().map(row -> line(row, widths, numbers)).toList();
  }

  private static List<Integer> widths(List<List<String>> rows) {
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column < rows.get(0).size(); column++) {
      int at = column;
      widths.add(rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0));
    }
    return widths;
  }

  private static String line(List<String> row, List<Integer> widths, Set<Integer> numbers) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      String cell = row.get(column);
      String blanks = " ".repeat(widths.get(column) - cell.length());
      line.append(numbers.contains(column) ? blanks + cell : cell + blanks).append("  ");
    }
    return line.toString().stripTrailing();
  }
}
