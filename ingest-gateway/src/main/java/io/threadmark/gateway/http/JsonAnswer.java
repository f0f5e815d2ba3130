package io.threadmark.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Answers in JSON. */
final class JsonAnswer {
  /** Writes one JSON value. */
  @FunctionalInterface
  interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  static final String CONTENT_TYPE = "application/json";
  private static final JsonFactory JSON = new JsonFactory();

  private JsonAnswer() {}

  static void send(HttpServerResponse response, int status, Body body) {
    response.setStatusCode(status).putHeader("Content-Type", CONTENT_TYPE).end(render(body));
  }

  static Buffer render(Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      body.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return Buffer.buffer(bytes.toByteArray());
  }
}
