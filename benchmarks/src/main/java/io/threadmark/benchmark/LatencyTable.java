package io.threadmark.benchmark;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * The figures of all histories, as the tables that the documents have.
 *
 * @param of what a history is made of
 * @param behind what could not be seen yet at the end of a phase
 */
record LatencyTable(
    String of, String behind, List<Question> questions, List<HistoryFigures> histories) {

  void print(PrintStream out) {
    out.println("Milliseconds; in brackets against the shortest history.");
    out.println();
    out.println(
        "| question | events/s | %s | p50 | p90 | p99 | most | asked | no answer |".formatted(of));
    out.println("|---|---|---|---|---|---|---|---|---|");
    for (Question question : questions) {
      for (int phase = 0; phase < histories.get(0).phases().size(); phase++) {
        for (HistoryFigures history : histories) {
          print(out, question, history, phase);
        }
      }
    }
    out.println();
    out.println("| events/s | %s | arrived in a second | %s at the end |".formatted(of, behind));
    out.println("|---|---|---|---|");
    for (int phase = 0; phase < histories.get(0).phases().size(); phase++) {
      for (HistoryFigures history : histories) {
        print(out, history, history.phases().get(phase));
      }
    }
  }

  private void print(PrintStream out, Question question, HistoryFigures history, int phase) {
    PhaseFigures figures = history.phases().get(phase);
    Latencies latencies = figures.latencies().get(question);
    Latencies first = histories.get(0).phases().get(phase).latencies().get(question);
    out.println(
        String.format(
            Locale.ROOT,
            "| %s | %,d | %,d | %.1f (%.2f) | %.1f | %.1f (%.2f) | %.1f | %,d | %d |",
            question.title(),
            figures.rate(),
            history.size(),
            latencies.millis(0.5),
            latencies.millis(0.5) / first.millis(0.5),
            latencies.millis(0.9),
            latencies.millis(0.99),
            latencies.millis(0.99) / first.millis(0.99),
            latencies.millis(1),
            latencies.count() + latencies.unanswered(),
            latencies.unanswered()));
  }

  private static void print(PrintStream out, HistoryFigures history, PhaseFigures figures) {
    out.println(
        String.format(
            Locale.ROOT,
            "| %,d | %,d | %,.0f | %,d |",
            figures.rate(),
            history.size(),
            figures.arrived(),
            figures.behind()));
  }
}
