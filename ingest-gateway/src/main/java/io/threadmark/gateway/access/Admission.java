package io.threadmark.gateway.access;

import io.threadmark.gateway.http.ErrorAnswer;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.RequestRefused;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;

/** The door of every address that reads or writes a project. */
public final class Admission {
  private final Access access;

  public Admission(Access access) {
    this.access = access;
  }

  /** Lets requests through to a handler whose callers have one of some scopes. */
  public Handler<RoutingContext> of(Handler<RoutingContext> inside, Scope... scopes) {
    return of(inside, ErrorAnswer::send, scopes);
  }

  /**
   * The same for a door that has a form of its own for refusals.
   *
   * @param refusal answers who is not let in
   */
  public Handler<RoutingContext> of(
      Handler<RoutingContext> inside,
      BiConsumer<RoutingContext, RequestRefused> refusal,
      Scope... scopes) {
    List<Scope> wanted = List.of(scopes);
    return context -> {
      try {
        admit(context, wanted).keepIn(context);
      } catch (RequestRefused e) {
        refusal.accept(context, e);
        return;
      }
      inside.handle(context);
    };
  }

  /**
   * What a request that was let in may do in a project that it names by itself; see {@link
   * Access#in}.
   */
  public Grant in(String project, Grant grant) throws RequestRefused {
    return access.in(project, grant);
  }

  /** See {@link Access#isOpen}. */
  public boolean isOpen() {
    return access.isOpen();
  }

  /** Lets a call in that is no request of HTTP's, where its caller has one of some scopes. */
  public Grant admit(MultiMap headers, Scope... scopes) throws RequestRefused {
    return admit(headers, List.of(scopes));
  }

  private Grant admit(MultiMap headers, List<Scope> wanted) throws RequestRefused {
    Grant grant = access.admit(headers);
    if (Collections.disjoint(grant.scopes(), wanted)) {
      throw new RequestRefused(ErrorCode.FORBIDDEN, "this needs the scope " + wanted.get(0).word());
    }
    return grant;
  }

  private Grant admit(RoutingContext context, List<Scope> wanted) throws RequestRefused {
    Grant grant = admit(context.request().headers(), wanted);
    for (String project : context.queryParam("project_id")) {
      if (!project.equals(grant.project())) {
        throw new RequestRefused(
            ErrorCode.WRONG_PROJECT, "project_id", "is not the project that this request is for");
      }
    }
    return grant;
  }
}
