package io.threadmark.gateway.access;

import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/**
 * What a request was let in for.
 *
 * @param project the one project that it may read and write
 * @param scopes what it may do there
 */
public record Grant(String project, Set<Scope> scopes) {
  private static final String KEY = Grant.class.getName();

  /** The grant of a request that was let in. */
  public static Grant of(RoutingContext context) {
    return context.get(KEY);
  }

  void keepIn(RoutingContext context) {
    context.put(KEY, this);
  }
}
