package io.threadmark.benchmark;

import java.util.List;

/**
 * What was measured on a history.
 *
 * @param size how long it was
 * @param phases by the rate at which events arrived, in the same order for all histories
 */
record HistoryFigures(int size, List<PhaseFigures> phases) {}
