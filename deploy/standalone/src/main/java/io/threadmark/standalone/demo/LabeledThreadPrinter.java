package io.threadmark.standalone.demo;

import io.threadmark.schema.LabeledThread;
import io.threadmark.standalone.cli.Console;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Prints labeled threads as they come out, and remembers the newest state of each. */
final class LabeledThreadPrinter implements BiConsumer<Instant, LabeledThread> {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

  private final Console console;
  private final LabeledThreadLines lines;
  private final Map<String, Seen> threads = new LinkedHashMap<>();

  private record Seen(String lines, LabeledThread thread) {}

  LabeledThreadPrinter(Console console) {
    this.console = console;
    this.lines = new LabeledThreadLines(console.colours());
  }

  @Override
  public synchronized void accept(Instant time, LabeledThread thread) {
    String text = lines.of(thread);
    Seen before = threads.put(thread.getThreadId(), new Seen(text, thread));
    if (before == null || !before.lines().equals(text)) {
      console.line(CLOCK.format(time) + "  " + text);
    }
  }

  /** How many threads came out. */
  synchronized int threads() {
    return threads.size();
  }

  /** How many live pieces of feedback they have. */
  synchronized long feedback() {
    return newest().mapToLong(LabeledThread::getFeedbackCount).sum();
  }

  /** The thread with the most feedback. */
  synchronized Optional<LabeledThread> busiest() {
    return newest().max(Comparator.comparingLong(LabeledThread::getFeedbackCount));
  }

  private Stream<LabeledThread> newest() {
    return threads.values().stream().map(Seen::thread);
  }
}
