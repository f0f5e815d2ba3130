package io.threadmark.benchmark;

import io.threadmark.processor.index.Condition;
import io.threadmark.processor.index.Condition.Subject;
import io.threadmark.processor.index.Found;
import io.threadmark.processor.index.IndexFields;
import io.threadmark.processor.index.PartitionIndex;
import io.threadmark.processor.index.Question;
import io.threadmark.processor.index.Question.Order;
import io.threadmark.processor.index.Selection;
import io.threadmark.processor.index.Selection.Unit;
import io.threadmark.processor.store.Holding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How long the questions of {@code queries} take the search index alone, by how many threads there
 * are: four partitions of one process, asked one after the other, by one thread, while nothing
 * arrives. Rows are not read, nothing goes over a network.
 */
public final class IndexQueries {
  private static final int PARTITIONS = 4;
  private static final int ROWS = 51;
  private static final int TIMES = 60;
  private static final int WARM_UP = 40;
  private static final int CHANGES_BETWEEN_LOOKS = 20_000;
  private static final long MEMORY = 16L * 1024 * 1024;
  private static final String PROJECT = "acme";

  private IndexQueries() {}

  public static void main(String[] arguments) throws IOException {
    List<Integer> sizes =
        arguments.length == 0
            ? List.of(10_000, 100_000, 1_000_000)
            : Stream.of(arguments[0].split(",")).map(Integer::valueOf).sorted().toList();
    Path folder = Files.createTempDirectory("threadmark-benchmark");
    List<PartitionIndex> partitions = new ArrayList<>();
    try {
      for (int i = 0; i < PARTITIONS; i++) {
        partitions.add(PartitionIndex.open(folder.resolve(Integer.toString(i)), MEMORY));
      }
      System.out.println("| question | threads | found | p50, ms | p99, ms |");
      System.out.println("|---|---|---|---|---|");
      int filled = 0;
      for (int size : sizes) {
        fill(partitions, filled, size);
        filled = size;
        ask(partitions, size);
      }
    } finally {
      for (PartitionIndex partition : partitions) {
        partition.close();
      }
      remove(folder);
    }
  }

  private static Map<String, Question> questions() {
    Map<String, Question> questions = new LinkedHashMap<>();
    questions.put(
        "two filters",
        of(
            Unit.THREADS,
            null,
            List.of(),
            is(Subject.FEEDBACK, IndexFields.POLARITY, "NEGATIVE"),
            is(Subject.TRACE, IndexFields.MODEL, "model-0")));
    questions.put("a common word", of(Unit.THREADS, Words.word(20), List.of()));
    questions.put("a rare word", of(Unit.THREADS, Words.word(Words.COUNT), List.of()));
    questions.put(
        "facets",
        of(
            Unit.THREADS,
            null,
            List.of("polarity", "feedback_name", "model", "segment", "tag:topic"),
            is(Subject.THREAD, IndexFields.HAS_FEEDBACK, "true")));
    questions.put(
        "traces with a word",
        of(
            Unit.TRACES,
            Words.word(20),
            List.of(),
            is(Subject.TRACE, IndexFields.STATUS, "ERROR"),
            is(Subject.TRACE, IndexFields.TAG, IndexFields.pair("topic", "topic 0"))));
    return questions;
  }

  private static Condition is(Subject subject, String field, String value) {
    return Condition.of(subject, field, List.of(value));
  }

  private static Question of(
      Unit unit, String search, List<String> facets, Condition... conditions) {
    Selection selection = new Selection(PROJECT, unit, List.of(conditions), search, null);
    return new Question(selection, Order.CREATED, true, null, ROWS, facets);
  }

  private static void fill(List<PartitionIndex> partitions, int from, int to) {
    Progress.say("filling up to %,d threads", to);
    IntStream.range(0, PARTITIONS)
        .parallel()
        .forEach(
            partition -> {
              try {
                fill(partitions.get(partition), partition, from, to);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private static void fill(PartitionIndex index, int partition, int from, int to)
      throws IOException {
    Progress progress = new Progress();
    int changes = 0;
    for (int number = from + Math.floorMod(partition - from, PARTITIONS);
        number < to;
        number += PARTITIONS) {
      ToldRows told = new ToldRows(new MemoryRows());
      ConversationRows thread = new ConversationRows(number, told);
      boolean more = true;
      for (int event = 0; more; event++) {
        more = thread.next(number + event);
      }
      for (ToldRows.Change change : told.changes()) {
        index.take(change.key(), change.value());
        if (++changes % CHANGES_BETWEEN_LOOKS == 0) {
          index.refresh(changes);
        }
      }
      progress.tell("%,d of %,d threads", number, to);
    }
    index.refresh(changes);
  }

  private static void ask(List<PartitionIndex> partitions, int threads) throws IOException {
    Progress.say("asking of %,d threads", threads);
    for (Map.Entry<String, Question> question : questions().entrySet()) {
      for (int i = 0; i < WARM_UP; i++) {
        find(partitions, question.getValue());
      }
      Latencies latencies = new Latencies();
      long found = 0;
      for (int i = 0; i < TIMES; i++) {
        long began = System.nanoTime();
        found = find(partitions, question.getValue()).count();
        latencies.add(System.nanoTime() - began);
      }
      System.out.println(
          String.format(
              Locale.ROOT,
              "| %s | %,d | %,d | %.1f | %.1f |",
              question.getKey(),
              threads,
              found,
              latencies.millis(0.5),
              latencies.millis(0.99)));
    }
  }

  private static Found find(List<PartitionIndex> partitions, Question question) throws IOException {
    List<Found> parts = new ArrayList<>();
    for (int i = 0; i < partitions.size(); i++) {
      parts.add(partitions.get(i).find(i, question, Holding.UNCOUNTED, () -> {}));
    }
    return Found.together(parts, question.size());
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
