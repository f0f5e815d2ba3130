package io.threadmark.benchmark;

import java.util.Map;

/**
 * What was measured on a history.
 *
 * @param traces how long it was
 * @param quiet latencies while nothing arrived
 * @param busy latencies while events arrived
 * @param rate events that arrived in a second, and were durable
 * @param uncounted traces that had been sent and were not counted yet at the end
 * @param spread how its traces, and those that arrived, lie in the partitions
 */
record HistoryFigures(
    int traces,
    Map<Question, Latencies> quiet,
    Map<Question, Latencies> busy,
    double rate,
    long uncounted,
    PartitionSpread spread) {}
