package io.threadmark.benchmark;

import io.threadmark.processor.model.FeedbackRows;
import io.threadmark.processor.model.ThreadWatcher;
import io.threadmark.processor.model.ThreadWriter;
import io.threadmark.processor.rollup.Partials;
import io.threadmark.processor.rollup.ThreadCounting;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Ingest;
import io.threadmark.schema.Key;
import io.threadmark.schema.Source;
import io.threadmark.schema.Stamp;
import io.threadmark.schema.Target;
import io.threadmark.schema.project.Projects;
import io.threadmark.schema.state.FactsRow;
import io.threadmark.schema.state.LiveFeedback;
import io.threadmark.schema.state.PlacedFeedback;
import io.threadmark.schema.state.Rank;
import io.threadmark.schema.state.Register;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What counting adds to the cost of a trace and of a piece of feedback. */
public final class RollupUpdates {
  private static final int ROUNDS = 15;
  private static final int PER_ROUND = 2_000;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private RollupUpdates() {}

  private static final class Store {
    final RocksRows threads = new RocksRows();
    final ThreadWatcher watcher;
    int next;

    Store(boolean counts) throws IOException {
      RocksRows partials = new RocksRows();
      watcher =
          counts
              ? new ThreadCounting(
                  threads, new RocksRows(), new Partials(partials), Projects.UNSET, 500)
              : ThreadWatcher.NONE;
    }

    double[] round() {
      long began = System.nanoTime();
      int first = next;
      for (int i = 0; i < PER_ROUND; i++) {
        trace(first + i);
      }
      long traced = System.nanoTime();
      for (int i = 0; i < PER_ROUND; i++) {
        feedback(first + i);
      }
      long judged = System.nanoTime();
      next = first + PER_ROUND;
      return new double[] {(traced - began) / 1e3 / PER_ROUND, (judged - traced) / 1e3 / PER_ROUND};
    }

    private ThreadWriter writer(int n) {
      return new ThreadWriter(threads, Key.thread("acme", "th" + n / 10).bytes(), watcher);
    }

    private void trace(int n) {
      writer(n).put("t" + n, "acme/t/t" + n, facts(n));
    }

    private void feedback(int n) {
      Feedback feedback =
          Feedback.newBuilder()
              .setProjectId("acme")
              .setFeedbackId("f" + n)
              .setStamp(new Stamp(time(n), 0L, ByteBuffer.wrap(new byte[16])))
              .setTarget(new Target("t" + n, null, null, null, null))
              .setName("thumbs")
              .setKind("BOOLEAN")
              .setValueJson("true")
              .setSource(new Source("HUMAN", "u" + n))
              .setIngest(new Ingest(time(n), "http"))
              .build();
      long at = START.toEpochMilli() * 1_000 + n * 20_000L;
      PlacedFeedback placed =
          FeedbackRows.onThread(new LiveFeedback(feedback, null, at, at), "th" + n / 10);
      placed.setTraceId("t" + n);
      placed.setMatchedAt(at);
      writer(n).put("f" + n, "acme/t/t" + n, placed);
    }

    private static Instant time(int n) {
      return START.plusMillis(n * 20L);
    }

    private static FactsRow facts(int n) {
      long at = START.toEpochMilli() * 1_000 + n * 20_000L;
      Map<String, Register> registers = new TreeMap<>();
      registers.put("model", new Register(0, "gpt-" + n % 3));
      registers.put("status", new Register(0, "OK"));
      registers.put("start_time", new Register(0, Long.toString(at - 900_000 - n % 1_000)));
      registers.put("end_time", new Register(0, Long.toString(at)));
      registers.put("output", new Register(0, "t" + "An answer of some length. ".repeat(20)));
      registers.put("user_id", new Register(0, "u" + n));
      registers.put("segments/plan", new Register(0, n % 2 == 0 ? "pro" : "free"));
      registers.put("tags/version", new Register(0, "1." + n % 4));
      registers.put("usage//input_tokens", new Register(0, "100"));
      registers.put("usage//output_tokens", new Register(0, "200"));
      return new FactsRow(
          List.of(new Rank(0L, at, 0L, ByteBuffer.wrap(new byte[16]))), registers, at, at);
    }
  }

  public static void main(String[] args) throws IOException {
    Store plain = new Store(false);
    Store counting = new Store(true);
    double[][][] figures = new double[2][2][ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      double[] without = plain.round();
      double[] with = counting.round();
      for (int kind = 0; kind < 2; kind++) {
        figures[kind][0][round] = without[kind];
        figures[kind][1][round] = with[kind];
      }
    }
    for (int kind = 0; kind < 2; kind++) {
      double without = median(figures[kind][0]);
      double with = median(figures[kind][1]);
      System.out.printf(
          "%-9s %6.1f µs without counting, %6.1f µs with: %.1f times%n",
          kind == 0 ? "trace" : "feedback", without, with, with / without);
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
