package io.threadmark.standalone.deadletters;

import io.threadmark.standalone.cli.Printable;
import java.util.ArrayList;
import java.util.List;

/** Collects what {@code dead-letters list} shows. */
final class DeadLetterList implements LetterVisitor {
  private static final int MOST_PROBLEMS = 10;

  private final LetterFilter filter;
  private final LetterTable table;
  private final LetterGroups groups = new LetterGroups();
  private final List<String> problems = new ArrayList<>();
  private long read;
  private long taken;
  private long missing;

  /**
   * @param filter which letters to show
   * @param limit how many of the newest to show; all are counted
   */
  DeadLetterList(LetterFilter filter, int limit) {
    this.filter = filter;
    this.table = new LetterTable(limit);
  }

  @Override
  public void letter(Letter letter) {
    read++;
    if (filter.takes(letter)) {
      taken++;
      table.add(letter);
      groups.add(letter);
    }
  }

  @Override
  public void missing(LetterAddress address, String reason) {
    missing++;
    if (problems.size() < MOST_PROBLEMS) {
      problems.add("letter %s: %s".formatted(address, Printable.of(reason)));
    }
  }

  /** What to print. */
  List<String> lines() {
    if (taken == 0) {
      return List.of(
          read == 0 && missing == 0
              ? "There are no dead letters"
                  + (filter.after().isPresent() ? " from that time on." : ".")
              : "None of %,d dead letters is of that kind.".formatted(read + missing));
    }
    List<String> lines = new ArrayList<>(table.lines());
    if (table.size() < taken) {
      lines.add(
          "These are the newest %,d of %,d; --limit N shows more.".formatted(table.size(), taken));
    }
    lines.add("");
    lines.addAll(groups.lines());
    return lines;
  }

  /** What could not be read, a sentence each. */
  List<String> problems() {
    List<String> told = new ArrayList<>(problems);
    if (missing > told.size()) {
      told.add("%,d more letters cannot be read either".formatted(missing - told.size()));
    }
    return told;
  }
}
