package io.threadmark.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.Rejection;
import io.threadmark.gateway.refusal.RequestRefused;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one writer of errors. Faults of clients are not logged; they are counted. */
public final class ErrorAnswer {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswer.class);
  public static final String RETRY_AFTER_SECONDS = "1";

  private ErrorAnswer() {}

  /** Answers a request that was refused as a whole. */
  public static void send(RoutingContext context, RequestRefused refused) {
    send(context, refused.code(), refused.path(), refused.getMessage());
  }

  /** Answers a request that no field or parameter is to blame for. */
  public static void send(RoutingContext context, ErrorCode code, String message) {
    send(context, code, "", message);
  }

  /** Answers a request that failed in whatever way. */
  public static void send(RoutingContext context, Throwable failure) {
    if (failure instanceof RequestRefused refused) {
      send(context, refused);
    } else {
      LOG.error("{} {} failed", context.request().method(), routeOf(context), failure);
      send(context, ErrorCode.INTERNAL, "the gateway failed; its log says why");
    }
  }

  private static void send(RoutingContext context, ErrorCode code, String path, String message) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (code.status() == 503) {
      response.putHeader("Retry-After", RETRY_AFTER_SECONDS);
    }
    JsonAnswer.send(response, code.status(), json -> write(json, code, path, message));
  }

  /** Writes the error alone, as an object. */
  public static void write(JsonGenerator json, ErrorCode code, String path, String message)
      throws IOException {
    json.writeStartObject();
    Rejection fault = new Rejection(0, code, path, message);
    writeField(json, code, fault.sentence(), List.of(fault));
    json.writeEndObject();
  }

  /** Writes the member {@code error} into an object. */
  public static void writeField(
      JsonGenerator json, ErrorCode code, String message, List<Rejection> details)
      throws IOException {
    json.writeObjectFieldStart("error");
    json.writeStringField("code", code.word());
    json.writeStringField("message", message);
    json.writeArrayFieldStart("details");
    for (Rejection detail : details) {
      if (!detail.path().isEmpty()) {
        json.writeStartObject();
        json.writeStringField("path", detail.path());
        json.writeStringField("message", detail.sentence());
        json.writeEndObject();
      }
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static String routeOf(RoutingContext context) {
    return context.currentRoute() == null ? "a request" : context.currentRoute().getName();
  }
}
