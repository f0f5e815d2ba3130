package io.threadmark.benchmark;

import io.threadmark.processor.resolve.rows.FeedbackRows;
import io.threadmark.processor.thread.rows.ThreadWatcher;
import io.threadmark.processor.thread.rows.ThreadWriter;
import io.threadmark.schema.Content;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Ingest;
import io.threadmark.schema.Key;
import io.threadmark.schema.Message;
import io.threadmark.schema.Source;
import io.threadmark.schema.Stamp;
import io.threadmark.schema.Target;
import io.threadmark.schema.ThreadFacts;
import io.threadmark.schema.state.LiveFeedback;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * What one update of a thread costs, in time and in bytes written to its store, by the length of
 * the thread. The sizes take turns, so that what else the machine does falls on all of them alike;
 * the figure of a size is the median of its rounds.
 */
public final class ThreadUpdates {
  private static final int[] SIZES = {100, 10_000, 100_000};
  private static final int ROUNDS = 21;
  private static final int PER_ROUND = 100;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final String TEXT = "A message of the length that messages have. ".repeat(6);

  private ThreadUpdates() {}

  /** A kind of update, and how the nth of them is made. */
  private record Update(String name, Making making) {
    interface Making {
      void make(Conversation thread, int n);
    }
  }

  /** A thread in a store of its own. */
  private static final class Conversation {
    final RocksRows rows = new RocksRows();
    final int size;
    private final ThreadWriter writer =
        new ThreadWriter(rows, Key.thread("acme", "th").bytes(), ThreadWatcher.NONE);
    private final Random random = new Random(7);
    private int messages;
    private int feedback;
    private int statements;

    Conversation(int size) throws IOException {
      this.size = size;
      for (int i = 0; i < size; i++) {
        newMessage();
      }
      rows.compact();
    }

    void newMessage() {
      message(messages++, TEXT);
    }

    void edit() {
      message(random.nextInt(size), TEXT + statements);
    }

    void newFeedback() {
      String id = "f" + feedback++;
      Feedback said =
          Feedback.newBuilder()
              .setProjectId("acme")
              .setFeedbackId(id)
              .setStamp(stamp())
              .setTarget(new Target(null, null, "th", "m" + random.nextInt(size), null))
              .setKind("BOOLEAN")
              .setValueJson("true")
              .setSource(new Source("HUMAN", "u1"))
              .setIngest(new Ingest(START, "http"))
              .build();
      LiveFeedback live = new LiveFeedback(said, null, (long) statements, (long) statements);
      writer.put(id, FeedbackRows.WRITTEN_BY_IDENTIFY, FeedbackRows.onThread(live, "th"));
    }

    void facts() {
      writer.merge(
          ThreadFacts.newBuilder()
              .setProjectId("acme")
              .setThreadId("th")
              .setStamp(stamp())
              .setTitle("Title " + statements)
              .setIntents(List.of("refund"))
              .setIngest(new Ingest(START, "http"))
              .build());
    }

    private void message(int number, String text) {
      writer.merge(
          Message.newBuilder()
              .setProjectId("acme")
              .setThreadId("th")
              .setMessageId("m" + number)
              .setStamp(stamp())
              .setRole("user")
              .setContent(new Content(text, null))
              .setIngest(new Ingest(START, "http"))
              .build());
    }

    private Stamp stamp() {
      statements++;
      return new Stamp(
          START.plusMillis(statements),
          0L,
          ByteBuffer.allocate(Integer.BYTES).putInt(statements).flip());
    }
  }

  public static void main(String[] arguments) throws IOException {
    List<Update> updates =
        List.of(
            new Update("a new message", (thread, n) -> thread.newMessage()),
            new Update("an edited message", (thread, n) -> thread.edit()),
            new Update("new feedback", (thread, n) -> thread.newFeedback()),
            new Update("new facts", (thread, n) -> thread.facts()));
    Conversation[] threads = new Conversation[SIZES.length];
    for (int i = 0; i < SIZES.length; i++) {
      System.err.println("making a thread of " + SIZES[i] + " messages");
      threads[i] = new Conversation(SIZES[i]);
    }
    System.out.println("One update of a thread; in brackets against the thread of 100 messages.");
    System.out.printf("%-18s %10s %20s %20s%n", "", "messages", "µs", "bytes written");
    for (Update update : updates) {
      measure(update, threads);
    }
    for (Conversation thread : threads) {
      thread.rows.close();
    }
  }

  private static void measure(Update update, Conversation[] threads) {
    double[][] micros = new double[threads.length][ROUNDS];
    double[] bytes = new double[threads.length];
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < threads.length; i++) {
        threads[i].rows.writtenBytes();
        long start = System.nanoTime();
        for (int n = 0; n < PER_ROUND; n++) {
          update.making.make(threads[i], n);
        }
        micros[i][round] = (System.nanoTime() - start) / 1_000.0 / (PER_ROUND);
        bytes[i] += threads[i].rows.writtenBytes();
      }
    }
    double firstMicros = median(micros[0]);
    for (int i = 0; i < threads.length; i++) {
      System.out.printf(
          Locale.ROOT,
          "%-18s %,10d %12.1f (%4.2f) %13.0f (%4.2f)%n",
          i == 0 ? update.name : "",
          threads[i].size,
          median(micros[i]),
          median(micros[i]) / firstMicros,
          bytes[i] / ((double) PER_ROUND * ROUNDS),
          bytes[i] / bytes[0]);
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
