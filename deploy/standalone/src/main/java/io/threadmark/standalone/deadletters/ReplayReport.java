package io.threadmark.standalone.deadletters;

import io.threadmark.standalone.cli.Console;
import io.threadmark.standalone.cli.Printable;

/** Tells what became of each letter that was to be replayed, and counts. */
final class ReplayReport {
  private final Console console;
  private final ReadingProgress progress;
  private final boolean dryRun;
  private long replayed;
  private long refused;
  private long same;

  ReplayReport(Console console, ReadingProgress progress, boolean dryRun) {
    this.console = console;
    this.progress = progress;
    this.dryRun = dryRun;
  }

  void replayed(LetterAddress address, String key, String where) {
    replayed++;
    tell(address, "%s written to %s".formatted(key, where));
  }

  void wouldReplay(LetterAddress address, String key, String where) {
    replayed++;
    tell(address, "%s would be written to %s".formatted(key, where));
  }

  void same(LetterAddress address, LetterAddress twin) {
    same++;
    tell(address, "has the same record as " + twin);
  }

  void refused(LetterAddress address, String reason) {
    refused++;
    tell(address, "refused: " + Printable.of(reason));
  }

  /** Whether there was any letter. */
  boolean hasAny() {
    return replayed + refused + same > 0;
  }

  long refused() {
    return refused;
  }

  /** All of it, in one line. */
  String line() {
    return "%,d %s, %,d refused%s"
        .formatted(
            replayed,
            dryRun ? "would be replayed" : "replayed",
            refused,
            same == 0 ? "" : ", %,d with the same record as another".formatted(same));
  }

  private void tell(LetterAddress address, String what) {
    progress.clear();
    console.line("letter %s  %s".formatted(address, what));
  }
}
