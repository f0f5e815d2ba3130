package io.threadmark.processor.cluster;

import io.threadmark.schema.project.ProjectHeader;
import io.threadmark.schema.settings.InternalSecret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.streams.state.HostInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Over HTTP, on connections of their own: what takes minutes must not stand in the way of what
 * takes milliseconds.
 */
public final class HttpPeerStreams implements PeerStreams {
  private static final Logger LOG = LoggerFactory.getLogger(HttpPeerStreams.class);
  private static final int CONNECT_TIMEOUT_MS = 2_000;

  /** To one instance, at a time; some more wait. */
  private static final int CONNECTIONS = 16;

  private static final int IN_LINE = 64;

  /** Nothing moves on a connection for so long: the other side is gone, or takes nothing. */
  private static final int IDLE_SECONDS = 60;

  /** What is about the connection, and not about what is sent over it. */
  private static final Set<String> OF_THE_CONNECTION = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  static {
    OF_THE_CONNECTION.addAll(
        Set.of("Connection", "Keep-Alive", "Transfer-Encoding", "Trailer", "Upgrade"));
  }

  private final HttpClient http;
  private final InternalSecret secret;

  public HttpPeerStreams(Vertx vertx, InternalSecret secret) {
    this.secret = secret;
    http =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout(CONNECT_TIMEOUT_MS)
                .setIdleTimeout(IDLE_SECONDS),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(IN_LINE));
  }

  @Override
  public Future<Void> pass(HostInfo peer, Wanted wanted, HttpServerResponse to) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(wanted.method())
            .setHost(peer.host())
            .setPort(peer.port())
            .setURI(wanted.path())
            .putHeader(ProjectHeader.NAME, ProjectHeader.encode(wanted.project()));
    wanted.headers().forEach(entry -> options.putHeader(entry.getKey(), entry.getValue()));
    secret.authorization().ifPresent(word -> options.putHeader(InternalSecret.HEADER, word));
    return http.request(options)
        .compose(request -> begin(request, to))
        .recover(
            failure ->
                Future.failedFuture(
                    new NotAvailableException(
                        "the instance at %s:%d, which has it, does not answer"
                            .formatted(peer.host(), peer.port()),
                        failure)))
        .compose(response -> pass(response, to));
  }

  private static Future<HttpClientResponse> begin(
      HttpClientRequest request, HttpServerResponse to) {
    to.closeHandler(gone -> request.reset()); // nobody reads it any more
    return request
        .send()
        .map(
            response -> {
              response.pause();
              return response;
            });
  }

  private static Future<Void> pass(HttpClientResponse from, HttpServerResponse to) {
    to.setStatusCode(from.statusCode());
    from.headers()
        .forEach(
            entry -> {
              if (!OF_THE_CONNECTION.contains(entry.getKey())) {
                to.putHeader(entry.getKey(), entry.getValue());
              }
            });
    if (!to.headers().contains("Content-Length")) {
      to.setChunked(true);
    }
    return from.pipe()
        .endOnFailure(false) // what broke off must not look whole
        .to(to)
        .recover(
            failure -> {
              LOG.debug("what another instance sends broke off", failure);
              to.reset();
              return Future.succeededFuture();
            });
  }
}
