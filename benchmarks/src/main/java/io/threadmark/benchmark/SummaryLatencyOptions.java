package io.threadmark.benchmark;

import java.util.List;
import java.util.stream.Stream;

/**
 * What {@link SummaryLatency} is asked for.
 *
 * @param sizes how many traces each history has, the smallest first
 * @param rate events that arrive in a second
 * @param asks how often each question is asked in a second
 * @param seconds how long each phase is measured
 * @param partitions of every topic
 */
record SummaryLatencyOptions(List<Integer> sizes, int rate, int asks, int seconds, int partitions) {
  static final String USAGE =
      "usage: benchmarks/run summary-latency [--sizes 10000,100000,1000000] [--rate 5000]"
          + " [--asks 10] [--seconds 60] [--partitions 4]";

  /**
   * @throws IllegalArgumentException where they are not understood
   */
  static SummaryLatencyOptions parse(String[] arguments) {
    List<Integer> sizes = List.of(10_000, 100_000, 1_000_000);
    int rate = 5_000;
    int asks = 10;
    int seconds = 60;
    int partitions = 4;
    if (arguments.length % 2 != 0) {
      throw new IllegalArgumentException(USAGE);
    }
    for (int i = 0; i < arguments.length; i += 2) {
      String value = arguments[i + 1];
      switch (arguments[i]) {
        case "--sizes" ->
            sizes = Stream.of(value.split(",")).map(SummaryLatencyOptions::count).sorted().toList();
        case "--rate" -> rate = count(value);
        case "--asks" -> asks = count(value);
        case "--seconds" -> seconds = count(value);
        case "--partitions" -> partitions = count(value);
        default -> throw new IllegalArgumentException(USAGE);
      }
    }
    return new SummaryLatencyOptions(sizes, rate, asks, seconds, partitions);
  }

  private static int count(String text) {
    int count = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    if (count == 0) {
      throw new IllegalArgumentException(USAGE);
    }
    return count;
  }
}
