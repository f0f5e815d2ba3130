package io.threadmark.processor.facts;

import io.threadmark.schema.state.Rank;
import java.util.Map;

/**
 * What one event says about one thing: values of registers under one rank.
 *
 * @param rank decides against other statements
 * @param ingestedAt when the gateway took it, microseconds since 1970-01-01T00:00:00Z
 * @param position of a message: where it stands among those of one time
 * @param registers register to value as text; a null value empties the register
 */
public record Statement(Rank rank, long ingestedAt, long position, Map<String, String> registers) {

  /** A statement about what has no place among others of its time. */
  public Statement(Rank rank, long ingestedAt, Map<String, String> registers) {
    this(rank, ingestedAt, 0, registers);
  }
}
