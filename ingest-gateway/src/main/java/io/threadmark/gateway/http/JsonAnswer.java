package io.threadmark.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Answers in JSON. */
public final class JsonAnswer {
  /** Writes one JSON value. */
  @FunctionalInterface
  public interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  /** Writes to the end of a buffer: answers may be large, and are not to be copied. */
  private static final class BufferOutput extends OutputStream {
    private final Buffer buffer;

    BufferOutput(Buffer buffer) {
      this.buffer = buffer;
    }

    @Override
    public void write(int b) {
      buffer.appendByte((byte) b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      buffer.appendBytes(bytes, offset, length);
    }
  }

  static final String CONTENT_TYPE = "application/json";
  private static final JsonFactory JSON = new JsonFactory();

  private JsonAnswer() {}

  public static Future<Void> send(HttpServerResponse response, int status, Body body) {
    return send(response, status, render(body));
  }

  public static Future<Void> send(HttpServerResponse response, int status, Buffer json) {
    return response.setStatusCode(status).putHeader("Content-Type", CONTENT_TYPE).end(json);
  }

  public static Buffer render(Body body) {
    Buffer bytes = Buffer.buffer(512);
    try (JsonGenerator json = JSON.createGenerator(new BufferOutput(bytes))) {
      body.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes;
  }
}
