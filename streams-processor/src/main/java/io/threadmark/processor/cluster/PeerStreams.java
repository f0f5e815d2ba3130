package io.threadmark.processor.cluster;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import org.apache.kafka.streams.state.HostInfo;

/** Passes long answers of other instances on as they come, without holding them. */
public interface PeerStreams {

  /**
   * What is asked for.
   *
   * @param project whose it is
   * @param headers that the other instance is to see
   */
  record Wanted(HttpMethod method, String path, String project, MultiMap headers) {}

  /**
   * Passes an answer on, with its status and its headers.
   *
   * @return done when the answer has gone, and where it broke off in its middle; fails with {@link
   *     NotAvailableException} where the other instance does not answer: nothing was sent then
   */
  Future<Void> pass(HostInfo peer, Wanted wanted, HttpServerResponse to);
}
