package io.threadmark.standalone.deadletters;

import io.threadmark.standalone.cli.Console;
import io.threadmark.standalone.cli.Printable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells what an erasure of letters does to each partition, and sums up. */
final class ErasureReport {
  private static final int MOST_PROBLEMS = 10;

  private final Console console;
  private final ReadingProgress progress;
  private final boolean dryRun;
  private final Map<Integer, ErasureTally> tallies = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private long unreadable;

  ErasureReport(Console console, ReadingProgress progress, boolean dryRun) {
    this.console = console;
    this.progress = progress;
    this.dryRun = dryRun;
  }

  /** What was found in a partition, before anything was done to it. */
  void looked(int partition, ErasureTally tally) {
    tallies.put(partition, tally);
    if (dryRun && tally.erased() > 0) {
      tell(
          "partition %d: %,d of %,d letters would be erased, and %,d written again"
              .formatted(partition, tally.erased(), tally.read(), tally.kept()));
    }
  }

  /** A letter that stays, as it cannot be read. */
  void unreadable(LetterAddress address, String problem) {
    unreadable++;
    if (problems.size() < MOST_PROBLEMS) {
      problems.add("letter %s is kept: %s".formatted(address, Printable.of(problem)));
    }
  }

  /** What was done to a partition; all before its end is gone. */
  void erased(int partition, ErasureTally tally, long end) {
    tallies.put(partition, tally);
    tell(
        "partition %d: %,d of %,d letters erased, %,d written again; it begins at %d now"
            .formatted(partition, tally.erased(), tally.read(), tally.kept(), end));
  }

  /** Tells all of it together. */
  void end() {
    progress.clear();
    lines().forEach(console::line);
  }

  /** What could not be read, a sentence each. */
  List<String> problems() {
    List<String> told = new ArrayList<>(problems);
    if (unreadable > told.size()) {
      told.add("%,d more letters cannot be read and are kept".formatted(unreadable - told.size()));
    }
    return told;
  }

  private List<String> lines() {
    long read = tallies.values().stream().mapToLong(ErasureTally::read).sum();
    long erased = tallies.values().stream().mapToLong(ErasureTally::erased).sum();
    if (erased == 0) {
      return List.of(
          read == 0
              ? "There are no dead letters."
              : "None of %,d dead letters is of that kind.".formatted(read));
    }
    String sum =
        "%,d letters read: %,d %s, %,d kept"
            .formatted(read, erased, dryRun ? "would be erased" : "erased", read - erased);
    return dryRun
        ? List.of(sum, "Nothing was changed. To erase them, say --yes and not --dry-run.")
        : List.of(
            sum,
            "Letters that were written again have new addresses (PARTITION:OFFSET).",
            "What was erased can be read no more. Its bytes leave the brokers' disks when Kafka next"
                + " looks for old segments",
            "(log.retention.check.interval.ms) and file.delete.delay.ms after that.");
  }

  private void tell(String line) {
    progress.clear();
    console.line(line);
  }
}
