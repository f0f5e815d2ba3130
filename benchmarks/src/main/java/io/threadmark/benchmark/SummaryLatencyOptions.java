package io.threadmark.benchmark;

import java.util.List;
import java.util.stream.Stream;

/**
 * What {@link SummaryLatency} is asked for.
 *
 * @param sizes how many traces each history has, the smallest first
 * @param rates events that arrive in a second, a phase each; 0 for none
 * @param asks how often each question is asked in a second
 * @param seconds how long each phase is measured
 * @param partitions of every topic
 */
record SummaryLatencyOptions(
    List<Integer> sizes, List<Integer> rates, int asks, int seconds, int partitions) {
  static final String USAGE =
      "usage: benchmarks/run summary-latency [--sizes 10000,100000,1000000] [--rates 0,1000,5000]"
          + " [--asks 10] [--seconds 60] [--partitions 4]";

  /**
   * @throws IllegalArgumentException where they are not understood
   */
  static SummaryLatencyOptions parse(String[] arguments) {
    List<Integer> sizes = List.of(10_000, 100_000, 1_000_000);
    List<Integer> rates = List.of(0, 1_000, 5_000);
    int asks = 10;
    int seconds = 60;
    int partitions = 4;
    if (arguments.length % 2 != 0) {
      throw new IllegalArgumentException(USAGE);
    }
    for (int i = 0; i < arguments.length; i += 2) {
      String value = arguments[i + 1];
      switch (arguments[i]) {
        case "--sizes" -> sizes = list(value, 1);
        case "--rates" -> rates = list(value, 0);
        case "--asks" -> asks = count(value);
        case "--seconds" -> seconds = count(value);
        case "--partitions" -> partitions = count(value);
        default -> throw new IllegalArgumentException(USAGE);
      }
    }
    return new SummaryLatencyOptions(sizes, rates, asks, seconds, partitions);
  }

  /** Different counts, the smallest first. */
  private static List<Integer> list(String text, int least) {
    return Stream.of(text.split(","))
        .map(count -> whole(count, least))
        .distinct()
        .sorted()
        .toList();
  }

  private static int count(String text) {
    return whole(text, 1);
  }

  private static int whole(String text, int least) {
    int count = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
    if (count < least) {
      throw new IllegalArgumentException(USAGE);
    }
    return count;
  }
}
