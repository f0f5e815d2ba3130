package io.threadmark.gateway.body;

import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.RequestRefused;
import java.util.Locale;
import java.util.Set;

/** The forms that a body of events can have. */
public enum MediaType {
  JSON,
  LINES;

  private static final Set<String> JSON_TYPES = Set.of("application/json");
  private static final Set<String> LINE_TYPES =
      Set.of("application/x-ndjson", "application/ndjson", "application/jsonl");
  private static final String OPEN_TELEMETRY_TYPE = "application/x-protobuf";

  /**
   * The form of a body by the header {@code Content-Type}.
   *
   * @param header null where there is none, which stands for JSON
   */
  public static MediaType of(String header) throws RequestRefused {
    if (header == null) {
      return JSON;
    }
    String[] parts = header.toLowerCase(Locale.ROOT).split(";", -1);
    String type = parts[0].strip();
    for (int i = 1; i < parts.length; i++) {
      checkParameter(parts[i].strip());
    }
    if (JSON_TYPES.contains(type)) {
      return JSON;
    }
    if (LINE_TYPES.contains(type)) {
      return LINES;
    }
    if (type.equals(OPEN_TELEMETRY_TYPE)) {
      throw new RequestRefused(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE, "OpenTelemetry traces (OTLP) go to POST /v1/traces");
    }
    throw new RequestRefused(
        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
        "Content-Type",
        "must be application/json, or application/x-ndjson for one event a line");
  }

  /**
   * Refuses what is not JSON, where there is one thing and never one a line.
   *
   * @param header as in {@link #of}
   */
  public static void checkJson(String header) throws RequestRefused {
    if (of(header) != JSON) {
      throw new RequestRefused(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Content-Type", "must be application/json");
    }
  }

  private static void checkParameter(String parameter) throws RequestRefused {
    if (parameter.startsWith("charset=")) {
      String charset = parameter.substring("charset=".length()).replace("\"", "");
      if (!charset.equals("utf-8") && !charset.equals("utf8") && !charset.equals("us-ascii")) {
        throw new RequestRefused(
            ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Content-Type", "must be in UTF-8");
      }
    }
  }
}
