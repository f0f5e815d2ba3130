package io.threadmark.gateway.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;

/** What a gateway answered. */
public record Answer(HttpResponse<String> response) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public int status() {
    return response.statusCode();
  }

  public String header(String name) {
    return response.headers().firstValue(name).orElse(null);
  }

  public String text() {
    return response.body();
  }

  public JsonNode json() {
    try {
      return JSON.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of an error: its code. */
  public String code() {
    return json().path("error").path("code").asText();
  }

  /** Of an error: the path of its first detail. */
  String path() {
    return json().path("error").path("details").path(0).path("path").asText();
  }

  @Override
  public String toString() {
    return status() + " " + response.body();
  }
}
