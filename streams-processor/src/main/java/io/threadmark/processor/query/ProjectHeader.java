package io.threadmark.processor.query;

import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;

/** The project of a query, which the gateway decided. */
final class ProjectHeader {
  static final String NAME = "X-Threadmark-Project";
  private static final String DEFAULT = "default";

  private ProjectHeader() {}

  /** A project as the header spells it. */
  static String write(String project) {
    return new String(project.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** The header is UTF-8, which an HTTP server hands out as one character for each byte. */
  static String read(HttpServerRequest request) {
    String decided = request.getHeader(NAME);
    return decided == null || decided.isEmpty()
        ? DEFAULT
        : new String(decided.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
