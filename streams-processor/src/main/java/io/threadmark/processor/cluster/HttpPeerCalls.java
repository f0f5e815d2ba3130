package io.threadmark.processor.cluster;

import io.threadmark.schema.project.ProjectHeader;
import io.threadmark.schema.settings.InternalSecret;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.streams.state.HostInfo;

/** Over HTTP, with the secret that the instances share. */
public final class HttpPeerCalls implements PeerCalls {
  private static final int CONNECT_TIMEOUT_MS = 2_000;

  /** To one instance; as many as work for users, and some that look. */
  private static final int CONNECTIONS = 64;

  private static final int CALLS_IN_LINE = 512;

  /** Of one answer. 200,000 totals, the largest, have about half of that. */
  static final int MOST_BYTES = 64 * 1024 * 1024;

  private static final int IDLE_SECONDS = 45; // the other side closes after 60

  private final HttpClient http;
  private final InternalSecret secret;

  public HttpPeerCalls(Vertx vertx, InternalSecret secret) {
    this.secret = secret;
    http =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout(CONNECT_TIMEOUT_MS)
                .setKeepAliveTimeout(IDLE_SECONDS),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(CALLS_IN_LINE));
  }

  @Override
  public Future<Answer> ask(HostInfo peer, Question question, RequestDeadline deadline) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(question.method())
            .setHost(peer.host())
            .setPort(peer.port())
            .setURI(question.pathAndQuery())
            .putHeader(RequestDeadline.HEADER, Long.toString(deadline.remainingMs()));
    if (question.project() != null) {
      options.putHeader(ProjectHeader.NAME, ProjectHeader.encode(question.project()));
    }
    secret.authorization().ifPresent(word -> options.putHeader(InternalSecret.HEADER, word));
    return http.request(options)
        .compose(request -> answer(request, question.body(), deadline))
        .timeout(deadline.remainingMs(), TimeUnit.MILLISECONDS)
        .recover(failure -> Future.failedFuture(problem(peer, failure)));
  }

  private static Future<Answer> answer(
      HttpClientRequest request, byte[] body, RequestDeadline deadline) {
    request.exceptionHandler(failure -> {}); // the answer fails, too, and is looked at
    if (deadline.isOver()) { // while it waited for a connection
      request.reset();
      return Future.failedFuture(new TimeoutException());
    }
    Buffer sent = body == null ? Buffer.buffer() : Buffer.buffer(body);
    return request
        .send(sent)
        .compose(
            response ->
                body(response).map(bytes -> new Answer(response.statusCode(), bytes.getBytes())))
        .timeout(deadline.remainingMs(), TimeUnit.MILLISECONDS)
        .onFailure(given -> request.reset()); // nobody reads it any more
  }

  private static Future<Buffer> body(HttpClientResponse response) {
    Promise<Buffer> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    response.exceptionHandler(whole::tryFail);
    response.endHandler(ended -> whole.tryComplete(body));
    response.handler(
        part -> {
          if (body.length() + part.length() > MOST_BYTES) {
            whole.tryFail(new IllegalStateException("more than " + MOST_BYTES + " bytes"));
          } else {
            body.appendBuffer(part);
          }
        });
    return whole.future();
  }

  private static NotAvailableException problem(HostInfo peer, Throwable failure) {
    String instance = "the instance at " + peer.host() + ":" + peer.port();
    return failure instanceof TimeoutException
        ? new OutOfTimeException(instance + " does not answer in time")
        : new NotAvailableException(instance + " does not answer", failure);
  }
}
