package io.threadmark.processor.facts;

import io.threadmark.schema.state.Rank;
import java.util.Map;

/**
 * What one event says about one thing: values of registers under one rank.
 *
 * @param rank decides against other statements
 * @param ingestedAt when the gateway took it, microseconds since 1970-01-01T00:00:00Z
 * @param registers register to value as text; a null value empties the register
 */
public record Statement(Rank rank, long ingestedAt, Map<String, String> registers) {}
