package io.threadmark.processor.index;

import java.util.List;

/**
 * What is asked about the threads or the traces of a project.
 *
 * @param unit whether threads or traces are asked for
 * @param conditions all must hold
 * @param search a text as {@link SearchText} reads it; null for none
 * @param userSearch words that the user's id, name and address begin with; null for none
 * @param after the place behind which to begin; null for the beginning
 * @param size how many to tell of
 * @param facets of which fields to count the values; see {@link Facet}
 */
public record Question(
    String project,
    Unit unit,
    List<Condition> conditions,
    String search,
    String userSearch,
    Order order,
    boolean descending,
    Place after,
    int size,
    List<String> facets) {

  /** What is found. */
  public enum Unit {
    THREADS,
    TRACES
  }

  /** By what it is put in order. Where that is not known, it comes last in both directions. */
  public enum Order {
    CREATED,
    UPDATED,
    LAST_FEEDBACK,
    LATENCY,
    RELEVANCE
  }

  /** The same, asked without paging and facets. */
  Question counting() {
    return new Question(
        project, unit, conditions, search, userSearch, Order.CREATED, false, null, 0, List.of());
  }
}
