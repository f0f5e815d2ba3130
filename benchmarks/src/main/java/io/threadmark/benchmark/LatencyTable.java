package io.threadmark.benchmark;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** The figures of all histories, as the table that the documents have. */
record LatencyTable(List<HistoryFigures> histories) {

  void print(PrintStream out) {
    out.println("Milliseconds; in brackets against the shortest history.");
    out.println();
    out.println(
        "| traces | question | idle: p50 | p90 | p99 | most | under load: p50 | p90 | p99 | most"
            + " | answers, idle and under load | no answer |");
    out.println("|---|---|---|---|---|---|---|---|---|---|---|---|");
    for (Question question : Question.values()) {
      histories.forEach(history -> print(out, history, question));
    }
    out.println();
    out.println("| traces | events/s that arrived | traces not counted yet at the end |");
    out.println("|---|---|---|");
    histories.forEach(
        history ->
            out.println(
                String.format(
                    Locale.ROOT,
                    "| %,d | %,.0f | %,d |",
                    history.traces(),
                    history.rate(),
                    history.uncounted())));
  }

  private void print(PrintStream out, HistoryFigures history, Question question) {
    Latencies quiet = history.quiet().get(question);
    Latencies busy = history.busy().get(question);
    HistoryFigures first = histories.get(0);
    out.println(
        String.format(
            Locale.ROOT,
            "| %,d | %s | %s | %s | %,d, %,d | %d |",
            history.traces(),
            question.title(),
            cells(quiet, first.quiet().get(question)),
            cells(busy, first.busy().get(question)),
            quiet.count(),
            busy.count(),
            quiet.unanswered() + busy.unanswered()));
  }

  private static String cells(Latencies latencies, Latencies first) {
    return String.format(
        Locale.ROOT,
        "%.1f (%.2f) | %.1f | %.1f (%.2f) | %.1f",
        latencies.millis(0.5),
        latencies.millis(0.5) / first.millis(0.5),
        latencies.millis(0.9),
        latencies.millis(0.99),
        latencies.millis(0.99) / first.millis(0.99),
        latencies.millis(1));
  }
}
