package io.threadmark.gateway.access;

import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.RequestRefused;
import io.vertx.core.MultiMap;
import java.net.InetAddress;

/** Decides who a request comes from, and so for which project it is and what it may do. */
public interface Access {

  /**
   * Lets a request in.
   *
   * @param headers of the request, or of the call
   * @throws RequestRefused where it is not let in
   */
  Grant admit(MultiMap headers) throws RequestRefused;

  /**
   * What a request may do in a project that it names by itself, in place of the one that it was let
   * in for.
   *
   * @throws RequestRefused where it has no business there
   */
  default Grant in(String project, Grant grant) throws RequestRefused {
    if (project.equals(grant.project())) {
      return grant;
    }
    throw new RequestRefused(
        ErrorCode.WRONG_PROJECT, "this request is for another project than that of its key");
  }

  /**
   * Whether requests may be in every project, so that what names none may be in any.
   *
   * @see #in
   */
  default boolean isOpen() {
    return false;
  }

  /**
   * Whether the gateway may be reached at an address.
   *
   * @throws IllegalArgumentException saying why it must not
   */
  void checkAddress(InetAddress address);
}
