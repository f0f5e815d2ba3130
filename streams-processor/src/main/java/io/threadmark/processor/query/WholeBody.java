package io.threadmark.processor.query;

import io.threadmark.processor.query.http.RequestProblem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/**
 * Reads a body to its end, also one that is too large, of which nothing is kept. Who is answered
 * amid his body is left with a connection that is good for nothing, and a gateway has others behind
 * it on the same one.
 */
final class WholeBody {
  /** Past so many times what is taken, nobody reads on. */
  private static final int PATIENCE = 64;

  private WholeBody() {}

  /** The body; fails where it is larger. */
  static Future<byte[]> of(HttpServerRequest request, int mostBytes) {
    Promise<byte[]> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    long[] length = new long[1];
    request.exceptionHandler(whole::tryFail);
    request.endHandler(
        end -> {
          if (length[0] <= mostBytes) {
            whole.tryComplete(body.getBytes());
          } else {
            whole.tryFail(tooLarge(mostBytes));
          }
        });
    request.handler(
        part -> {
          length[0] += part.length();
          if (length[0] <= mostBytes) {
            body.appendBuffer(part);
          } else if (length[0] > (long) PATIENCE * mostBytes
              && whole.tryFail(tooLarge(mostBytes))) {
            request.response().putHeader("Connection", "close");
          }
        });
    return whole.future();
  }

  private static RequestProblem tooLarge(int mostBytes) {
    return RequestProblem.tooLarge("the body must have at most " + mostBytes + " bytes");
  }
}
