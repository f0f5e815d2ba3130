package io.threadmark.benchmark;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a benchmark of latencies is asked for.
 *
 * @param sizes how long each history is, the smallest first
 * @param rates events that arrive in a second, a phase each; 0 for none
 * @param asks how often each question is asked in a second
 * @param seconds how long each phase is measured
 * @param partitions of every topic
 */
record LatencyOptions(
    List<Integer> sizes, List<Integer> rates, int asks, int seconds, int partitions) {

  /**
   * Reads them; what is not said is as here.
   *
   * @param command that they are of
   * @throws IllegalArgumentException where they are not understood
   */
  LatencyOptions parse(String command, String[] arguments) {
    if (arguments.length % 2 != 0) {
      throw new IllegalArgumentException(usage(command));
    }
    LatencyOptions read = this;
    try {
      for (int i = 0; i < arguments.length; i += 2) {
        read = read.with(arguments[i], arguments[i + 1]);
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(usage(command), e);
    }
    return read;
  }

  private LatencyOptions with(String option, String value) {
    return switch (option) {
      case "--sizes" -> new LatencyOptions(list(value, 1), rates, asks, seconds, partitions);
      case "--rates" -> new LatencyOptions(sizes, list(value, 0), asks, seconds, partitions);
      case "--asks" -> new LatencyOptions(sizes, rates, count(value, 1), seconds, partitions);
      case "--seconds" -> new LatencyOptions(sizes, rates, asks, count(value, 1), partitions);
      case "--partitions" -> new LatencyOptions(sizes, rates, asks, seconds, count(value, 1));
      default -> throw new IllegalArgumentException(option);
    };
  }

  private String usage(String command) {
    return "usage: benchmarks/run %s [--sizes %s] [--rates %s] [--asks %d] [--seconds %d] [--partitions %d]"
        .formatted(command, words(sizes), words(rates), asks, seconds, partitions);
  }

  private static String words(List<Integer> counts) {
    return counts.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  /** Different counts, the smallest first. */
  private static List<Integer> list(String text, int least) {
    return Stream.of(text.split(","))
        .map(count -> count(count, least))
        .distinct()
        .sorted()
        .toList();
  }

  private static int count(String text, int least) {
    int count = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
    if (count < least) {
      throw new IllegalArgumentException(text);
    }
    return count;
  }
}
