package io.threadmark.gateway.query;

import io.threadmark.schema.settings.InternalSecret;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The instances of streams-processor, asked in turn; one that cannot be reached is passed over. */
public final class Processors {
  private static final int DEFAULT_PORT = 80;

  private final Connections connections;
  private final List<URI> addresses;
  private final InternalSecret secret;
  private final AtomicInteger turn = new AtomicInteger();

  /**
   * @param secret what processors know gateways by
   */
  public Processors(Connections connections, List<URI> addresses, InternalSecret secret) {
    this.connections = connections;
    this.secret = secret;
    this.addresses = List.copyOf(addresses);
  }

  Connections connections() {
    return connections;
  }

  /**
   * Opens a request to the next instance that can be reached; fails where none can.
   *
   * @param client one of {@link #connections}
   */
  Future<HttpClientRequest> request(HttpClient client, RequestOptions options) {
    int first = Math.floorMod(turn.getAndIncrement(), addresses.size());
    return request(client, options, first, 1);
  }

  private Future<HttpClientRequest> request(
      HttpClient client, RequestOptions options, int instance, int attempt) {
    URI address = addresses.get(instance);
    RequestOptions addressed =
        new RequestOptions(options)
            .setHost(address.getHost())
            .setPort(address.getPort() < 0 ? DEFAULT_PORT : address.getPort());
    secret.authorization().ifPresent(word -> addressed.putHeader(InternalSecret.HEADER, word));
    Future<HttpClientRequest> opened = client.request(addressed);
    if (attempt == addresses.size()) {
      return opened;
    }
    int next = (instance + 1) % addresses.size();
    return opened.recover(unreachable -> request(client, options, next, attempt + 1));
  }
}
