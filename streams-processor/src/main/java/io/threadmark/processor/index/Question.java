package io.threadmark.processor.index;

import java.util.List;

/**
 * What is asked about some threads or traces.
 *
 * @param selection which
 * @param after the place behind which to begin; null for the beginning
 * @param size how many to tell of
 * @param facets of which fields to count the values; see {@link Facet}
 */
public record Question(
    Selection selection,
    Order order,
    boolean descending,
    Place after,
    int size,
    List<String> facets) {

  /** By what they are put in order. Where that is not known, it comes last in both directions. */
  public enum Order {
    CREATED,
    UPDATED,
    LAST_FEEDBACK,
    LATENCY,
    RELEVANCE
  }

  /** How many there are, and nothing else. */
  public static Question counting(Selection selection) {
    return new Question(selection, Order.CREATED, true, null, 0, List.of());
  }
}
