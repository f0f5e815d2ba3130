package io.threadmark.benchmark;

import io.threadmark.processor.resolve.rows.FeedbackRows;
import io.threadmark.processor.rollup.counting.ThreadCounting;
import io.threadmark.processor.rollup.rows.ChangeFolding;
import io.threadmark.processor.rollup.rows.ChangeQueue;
import io.threadmark.processor.rollup.rows.Partials;
import io.threadmark.processor.store.Deadline;
import io.threadmark.processor.thread.rows.ThreadWatcher;
import io.threadmark.processor.thread.rows.ThreadWriter;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Ingest;
import io.threadmark.schema.Key;
import io.threadmark.schema.Micros;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What counting adds to the cost of a trace and of a piece of feedback, by how many updates go into
 * the totals together. Ways of counting take turns, so that what else the machine does falls on all
 * of them alike; a figure is the median of its rounds.
 */
public final class RollupUpdates {
  private static final int ROUNDS = 15;
  private static final int PER_ROUND = 2_000;
  private static final int NOT_COUNTED = 0;
  private static final int[] TOGETHER = {NOT_COUNTED, 1, 10, 100, 1_000};
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private RollupUpdates() {}

  private static final class Store implements AutoCloseable {
    final RocksRows threads = new RocksRows();
    final RocksRows contributions = new RocksRows();
    final RocksRows totals = new RocksRows();
    final int together;
    final ThreadWatcher watcher;
    final ChangeFolding folding;
    int next;
    int updates;

    /**
     * @param together how many updates go into the totals together
     */
    Store(int together) throws IOException {
      this.together = together;
      ChangeQueue changes = new ChangeQueue(totals, 0);
      folding = new ChangeFolding(changes, new Partials(totals), Projects.UNSET);
      watcher =
          together == NOT_COUNTED
              ? ThreadWatcher.NONE
              : new ThreadCounting(threads, contributions, changes, Projects.UNSET, 500);
    }

    /** Microseconds for a trace, and for a piece of feedback. */
    double[] round() {
      int first = next;
      next = first + PER_ROUND;
      return new double[] {
        micros(() -> IntStream.range(first, next).forEach(this::trace)),
        micros(() -> IntStream.range(first, next).forEach(this::feedback))
      };
    }

    private double micros(Runnable updates) {
      long began = System.nanoTime();
      updates.run();
      return (System.nanoTime() - began) / 1e3 / PER_ROUND;
    }

    private void updated() {
      if (together != NOT_COUNTED && ++updates % together == 0) {
        folding.turn(Integer.MAX_VALUE, Micros.of(START), Deadline.NONE);
      }
    }

    @Override
    public void close() throws IOException {
      threads.close();
      contributions.close();
      totals.close();
    }

    private ThreadWriter writer(int n) {
      return new ThreadWriter(threads, Key.thread("acme", "th" + n / 10).bytes(), watcher);
    }

    private void trace(int n) {
      writer(n).put("t" + n, "acme/t/t" + n, facts(n));
      updated();
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
      updated();
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
          List.of(new Rank(0L, at, 0L, ByteBuffer.wrap(new byte[16]))), registers, at, at, 0L);
    }
  }

  public static void main(String[] args) throws IOException {
    List<Store> stores = new ArrayList<>();
    try {
      for (int together : TOGETHER) {
        stores.add(new Store(together));
      }
      double[][][] figures = new double[2][TOGETHER.length][ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        for (int way = 0; way < TOGETHER.length; way++) {
          double[] micros = stores.get(way).round();
          figures[0][way][round] = micros[0];
          figures[1][way][round] = micros[1];
        }
      }
      print("a trace", figures[0]);
      print("a piece of feedback", figures[1]);
    } finally {
      for (Store store : stores) {
        store.close();
      }
    }
  }

  private static void print(String what, double[][] figures) {
    double without = median(figures[0]);
    System.out.printf("%s: %.1f µs without counting%n", what, without);
    for (int way = 1; way < TOGETHER.length; way++) {
      double with = median(figures[way]);
      System.out.printf(
          "  %,5d taken together: %6.1f µs, %.2f times%n", TOGETHER[way], with, with / without);
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
