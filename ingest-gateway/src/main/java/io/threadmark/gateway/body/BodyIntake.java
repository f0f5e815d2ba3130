package io.threadmark.gateway.body;

import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.RequestRefused;
import io.threadmark.schema.Limits;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/** Takes bodies in: bounded in size, in time, and in what all requests hold together. */
public final class BodyIntake {
  private final Vertx vertx;
  private final InFlightBytes inFlight;
  private final Duration timeout;

  public BodyIntake(Vertx vertx, InFlightBytes inFlight, Duration timeout) {
    this.vertx = vertx;
    this.inFlight = inFlight;
    this.timeout = timeout;
  }

  /** A body as it came, and the share of memory that it holds until that is released. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Body(byte[] bytes, InFlightBytes.Share share) {}

  /** Takes the body of a request; fails with {@link RequestRefused}, holding nothing. */
  public Future<Body> take(HttpServerRequest request) {
    if (announcedLength(request) > Limits.BODY_BYTES) {
      closeUnlessRead(request);
      return Future.failedFuture(tooLarge());
    }
    Transfer transfer = new Transfer(request);
    request.handler(transfer::chunk);
    request.endHandler(end -> transfer.done());
    request.exceptionHandler(gone -> transfer.fail(brokenOff()));
    long timer =
        vertx.setTimer(
            timeout.toMillis(),
            fired ->
                transfer.fail(
                    new RequestRefused(
                        ErrorCode.REQUEST_TIMEOUT, "the body did not come in time")));
    return transfer.body.future().onComplete(done -> vertx.cancelTimer(timer));
  }

  /**
   * What is still to come of a refused body is read and dropped, so that the client comes to read
   * the answer; but not for ever.
   */
  private void closeUnlessRead(HttpServerRequest request) {
    long timer = vertx.setTimer(timeout.toMillis(), fired -> request.connection().close());
    request.endHandler(end -> vertx.cancelTimer(timer));
    request.exceptionHandler(broken -> vertx.cancelTimer(timer));
  }

  private static long announcedLength(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    return length == null ? 0 : Long.parseLong(length);
  }

  /** No one will read it, but the request must come to its end. */
  private static RequestRefused brokenOff() {
    return new RequestRefused(ErrorCode.INVALID_REQUEST, "the body broke off");
  }

  private static RequestRefused tooLarge() {
    return new RequestRefused(
        ErrorCode.TOO_LARGE, "a body has at most " + Limits.BODY_BYTES + " bytes");
  }

  /** One body on its way. */
  private final class Transfer {
    private final HttpServerRequest request;
    private final InFlightBytes.Share share = inFlight.share();
    private final Promise<Body> body = Promise.promise();
    private Buffer bytes = Buffer.buffer();

    Transfer(HttpServerRequest request) {
      this.request = request;
    }

    void chunk(Buffer chunk) {
      if (bytes == null) {
        return; // refused already
      }
      int length = bytes.length() + chunk.length();
      if (length > Limits.BODY_BYTES) {
        fail(tooLarge());
      } else if (!share.resize(length)) {
        fail(overloaded());
      } else {
        bytes.appendBuffer(chunk);
      }
    }

    void done() {
      if (bytes != null) {
        byte[] whole = bytes.getBytes();
        bytes = null; // not held twice: the request lives on until it is answered
        body.tryComplete(new Body(whole, share));
      }
    }

    void fail(Throwable cause) {
      if (bytes == null || body.future().isComplete()) {
        return;
      }
      bytes = null;
      share.release();
      closeUnlessRead(request);
      body.tryFail(cause);
    }
  }

  public static RequestRefused overloaded() {
    return new RequestRefused(
        ErrorCode.OVERLOADED, "the gateway has as much in hand as it may; send it again later");
  }
}
