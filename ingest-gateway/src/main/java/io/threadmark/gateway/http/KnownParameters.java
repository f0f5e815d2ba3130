package io.threadmark.gateway.http;

import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.RequestRefused;
import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.Set;

/** What an address may be asked with. */
public final class KnownParameters {
  private static final String OF_EVERY_ADDRESS = "project_id";

  private final Set<String> names;

  /**
   * @param names beside that of every address, {@code project_id}
   */
  public KnownParameters(Set<String> names) {
    Set<String> all = new HashSet<>(names);
    all.add(OF_EVERY_ADDRESS);
    this.names = Set.copyOf(all);
  }

  /** Refuses a request with a parameter that nobody reads, or with one that is given twice. */
  public void check(RoutingContext context) throws RequestRefused {
    for (String name : context.queryParams().names()) {
      if (!names.contains(name)) {
        throw new RequestRefused(
            ErrorCode.INVALID_FIELD, name, "is not a parameter of this address");
      }
      if (context.queryParam(name).size() > 1) {
        throw new RequestRefused(ErrorCode.INVALID_FIELD, name, "must be given once");
      }
    }
  }
}
