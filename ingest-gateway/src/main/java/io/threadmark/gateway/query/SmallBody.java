package io.threadmark.gateway.query;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;

/** Reads answers that are small; of one that is not, no more than that is held. */
final class SmallBody {
  private static final int MOST_BYTES = 64 * 1024;

  private SmallBody() {}

  /** The body; fails where it is larger. */
  static Future<Buffer> of(HttpClientResponse response) {
    Promise<Buffer> body = Promise.promise();
    Buffer bytes = Buffer.buffer();
    response.exceptionHandler(body::tryFail);
    response.endHandler(end -> body.tryComplete(bytes));
    response.handler(
        chunk -> {
          if (bytes.length() + chunk.length() <= MOST_BYTES) {
            bytes.appendBuffer(chunk);
          } else if (body.tryFail("the answer is larger than " + MOST_BYTES + " bytes")) {
            response.request().reset();
          }
        });
    return body.future();
  }
}
