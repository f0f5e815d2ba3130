package io.threadmark.processor.query;

import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * The project of a query, in a header: as the gateway decided, or as another instance passed on.
 */
final class ProjectHeader {
  /** From the gateway: UTF-8, which an HTTP server hands out as one character for each byte. */
  private static final String FROM_GATEWAY = "X-Threadmark-Project";

  /** From another instance: percent-encoded. It also says that the query was passed on once. */
  static final String PASSED_ON = "X-Threadmark-Passed-On";

  private static final String DEFAULT = "default";

  private ProjectHeader() {}

  static String read(HttpServerRequest request) {
    String passedOn = request.getHeader(PASSED_ON);
    if (passedOn != null) {
      return URLDecoder.decode(passedOn, StandardCharsets.UTF_8);
    }
    String decided = request.getHeader(FROM_GATEWAY);
    return decided == null || decided.isEmpty()
        ? DEFAULT
        : new String(decided.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  static String passOn(String project) {
    return URLEncoder.encode(project, StandardCharsets.UTF_8);
  }
}
