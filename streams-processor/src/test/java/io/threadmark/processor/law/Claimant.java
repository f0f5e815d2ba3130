package io.threadmark.processor.law;

import java.time.Instant;

/**
 * A trace that states a client request id.
 *
 * @param weight of the statement that gives the id
 */
public record Claimant(String traceId, String threadId, Weight weight, Instant firstReceivedAt) {}
