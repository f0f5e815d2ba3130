package io.threadmark.benchmark;

import java.util.List;

/**
 * What was measured on a history.
 *
 * @param traces how long it was
 * @param phases by the rate at which events arrived, in the same order for all histories
 * @param spread how its traces, and those that arrived, lie in the partitions
 */
record HistoryFigures(int traces, List<PhaseFigures> phases, PartitionSpread spread) {}
