package io.threadmark.benchmark;

import java.util.Map;

/**
 * What was measured while events arrived at a rate.
 *
 * @param rate events that were to arrive in a second; 0 for none
 * @param latencies of each question
 * @param arrived events that arrived in a second, and were durable
 * @param behind how many that had been sent could not be seen yet at the end
 */
record PhaseFigures(int rate, Map<Question, Latencies> latencies, double arrived, long behind) {}
