package io.threadmark.gateway.access;

import io.threadmark.gateway.http.ErrorAnswer;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.RequestRefused;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Collections;
import java.util.List;

/** The door of every address that reads or writes a project. */
public final class Admission {
  private final Access access;

  public Admission(Access access) {
    this.access = access;
  }

  /** Lets requests through to a handler whose callers have one of some scopes. */
  public Handler<RoutingContext> of(Handler<RoutingContext> inside, Scope... scopes) {
    List<Scope> wanted = List.of(scopes);
    return context -> {
      try {
        admit(context, wanted).keepIn(context);
      } catch (RequestRefused e) {
        ErrorAnswer.send(context, e);
        return;
      }
      inside.handle(context);
    };
  }

  private Grant admit(RoutingContext context, List<Scope> wanted) throws RequestRefused {
    Grant grant = access.admit(context.request());
    if (Collections.disjoint(grant.scopes(), wanted)) {
      throw new RequestRefused(ErrorCode.FORBIDDEN, "this needs the scope " + wanted.get(0).word());
    }
    for (String project : context.queryParam("project_id")) {
      if (!project.equals(grant.project())) {
        throw new RequestRefused(
            ErrorCode.WRONG_PROJECT, "project_id", "is not the project that this request is for");
      }
    }
    return grant;
  }
}
