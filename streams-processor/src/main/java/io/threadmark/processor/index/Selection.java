package io.threadmark.processor.index;

import java.util.List;

/**
 * Which threads or traces of a project are meant.
 *
 * @param unit whether threads or traces
 * @param conditions all must hold
 * @param search a text as {@link SearchText} reads it; null for none
 * @param userSearch words that the user's id, name and address begin with; null for none
 */
public record Selection(
    String project, Unit unit, List<Condition> conditions, String search, String userSearch) {

  /** What is meant. */
  public enum Unit {
    THREADS,
    TRACES
  }
}
