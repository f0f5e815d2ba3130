package io.threadmark.standalone.deadletters;

import io.threadmark.schema.DeadLetter;
import io.threadmark.standalone.cli.Printable;
import io.threadmark.standalone.cli.TextTable;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/** Keeps the newest letters, a row each, and shows them as a table for people. */
final class LetterTable {
  private static final List<String> HEADINGS =
      List.of("letter", "when", "reason", "stage", "topic", "record", "key");
  private static final int LONGEST_CELL = 80;
  private static final String NOTHING = "-";

  private record Row(Letter.Place place, List<String> cells) implements Comparable<Row> {
    @Override
    public int compareTo(Row other) {
      return place.compareTo(other.place);
    }
  }

  private final int limit;
  private final PriorityQueue<Row> newest = new PriorityQueue<>();

  /**
   * @param limit how many letters are kept
   */
  LetterTable(int limit) {
    this.limit = limit;
  }

  void add(Letter letter) {
    newest.add(new Row(letter.place(), cells(letter)));
    if (newest.size() > limit) {
      newest.remove();
    }
  }

  /** How many it shows. */
  int size() {
    return newest.size();
  }

  /** The table, the newest last. */
  List<String> lines() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADINGS);
    newest.stream().sorted().forEach(row -> rows.add(row.cells()));
    return TextTable.lines(rows, Set.of());
  }

  /** What someone wrote, as it can stand in a table. */
  static String cell(String text) {
    return text.isEmpty() ? NOTHING : Printable.shortened(Printable.of(text), LONGEST_CELL);
  }

  private static List<String> cells(Letter letter) {
    DeadLetter content = letter.content();
    return List.of(
        letter.address().toString(),
        letter.time().truncatedTo(ChronoUnit.SECONDS).toString(),
        cell(content.getReason()),
        cell(content.getStage()),
        cell(content.getTopic()),
        content.getPartition() + ":" + content.getOffset(),
        letter.key() == null ? NOTHING : cell(Printable.of(letter.key())));
  }
}
