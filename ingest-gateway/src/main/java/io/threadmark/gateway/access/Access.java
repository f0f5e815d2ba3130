package io.threadmark.gateway.access;

import io.threadmark.gateway.refusal.RequestRefused;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;

/** Decides who a request comes from, and so for which project it is and what it may do. */
public interface Access {

  /**
   * Lets a request in.
   *
   * @throws RequestRefused where it is not let in
   */
  Grant admit(HttpServerRequest request) throws RequestRefused;

  /**
   * Whether the gateway may be reached at an address.
   *
   * @throws IllegalArgumentException saying why it must not
   */
  void checkAddress(InetAddress address);
}
