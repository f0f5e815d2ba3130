package io.threadmark.gateway.door.mlflow;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** The addresses of queries that a processor answers. */
final class Addresses {
  static final String PROJECTS = "/api/v1/projects";
  static final String TRACES = "/api/v1/traces";

  private Addresses() {}

  static String trace(String traceId) {
    return TRACES + "/" + encoded(traceId);
  }

  static String feedback(String feedbackId) {
    return "/api/v1/feedback/" + encoded(feedbackId);
  }

  /** An address with parameters, each with all of its values. */
  static String with(String path, Map<String, List<String>> parameters) {
    StringJoiner address = new StringJoiner("&", path + "?", "").setEmptyValue(path);
    parameters.forEach(
        (name, values) -> values.forEach(value -> address.add(name + "=" + encoded(value))));
    return address.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
