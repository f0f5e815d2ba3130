package io.threadmark.gateway.query;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * What a processor is asked on behalf of one request. It ends with that request: a processor does
 * not work, and no connection is taken, for a client that has gone away.
 */
public final class Passage {
  private HttpClientRequest asked;
  private boolean over;

  private Passage() {}

  /** One that ends when the request is answered, or its client is gone. */
  public static Passage of(RoutingContext context) {
    Passage passage = new Passage();
    context.addEndHandler(ended -> passage.end());
    return passage;
  }

  /** The request to the processor, once it is opened. */
  Future<HttpClientRequest> through(Future<HttpClientRequest> opening) {
    return opening.compose(
        request -> {
          request.exceptionHandler(broken -> {}); // who waits for the answer is told
          if (over) {
            request.reset();
            return Future.failedFuture("nobody waits for it any longer");
          }
          asked = request;
          return Future.succeededFuture(request);
        });
  }

  /** Breaks off what is under way, if anything is. */
  void end() {
    over = true;
    if (asked != null) {
      asked.reset();
    }
  }
}
