package io.threadmark.gateway.query;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;

/** Reads answers that are small; of one that is not, no more than that is held. */
final class SmallBody {

  private SmallBody() {}

  /** The body; fails where it is larger. */
  static Future<Buffer> of(HttpClientResponse response, int mostBytes) {
    Promise<Buffer> body = Promise.promise();
    Buffer bytes = Buffer.buffer();
    response.exceptionHandler(body::tryFail);
    response.endHandler(end -> body.tryComplete(bytes));
    response.handler(
        chunk -> {
          if (bytes.length() + chunk.length() <= mostBytes) {
            bytes.appendBuffer(chunk);
          } else if (body.tryFail("the answer is larger than " + mostBytes + " bytes")) {
            response.request().reset();
          }
        });
    return body.future();
  }
}
