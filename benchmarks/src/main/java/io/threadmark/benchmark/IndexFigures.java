package io.threadmark.benchmark;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What the search index took while something was measured.
 *
 * @param phase what was measured
 * @param size how long the history is
 * @param took how long, until all of it was found
 * @param events that arrived
 * @param used what the index took for them
 * @param bytes of the whole index at the end
 * @param threads in the whole index at the end
 */
record IndexFigures(
    String phase, int size, Duration took, long events, IndexUse used, double bytes, long threads) {
  private static final double MICROS = 1e6;

  static void print(List<IndexFigures> all, PrintStream out) {
    out.println(
        "| while | threads | seconds | events | index, µs an event | of it merges | index, bytes a thread |");
    out.println("|---|---|---|---|---|---|---|");
    all.forEach(figures -> figures.print(out));
  }

  private void print(PrintStream out) {
    out.println(
        String.format(
            Locale.ROOT,
            "| %s | %,d | %,d | %,d | %s | %s | %,.0f |",
            phase,
            size,
            took.toSeconds(),
            events,
            anEvent(used.following() + used.merging()),
            anEvent(used.merging()),
            bytes / threads));
  }

  private String anEvent(double seconds) {
    return events == 0 ? "" : String.format(Locale.ROOT, "%.1f", seconds * MICROS / events);
  }
}
