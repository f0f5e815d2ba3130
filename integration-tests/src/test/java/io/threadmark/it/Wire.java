package io.threadmark.it;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.testkit.Api;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Requests whose every byte is the test's own. */
final class Wire {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MOMENT_MS = 300;
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Wire() {}

  /** A request; headers in pairs of name and value. */
  static final class Request {
    final String method;
    final String path;
    final byte[] body;
    private final List<String> headers = new ArrayList<>();

    Request(String method, String path, byte[] body) {
      this.method = method;
      this.path = path;
      this.body = body;
    }

    static Request get(String path) {
      return new Request("GET", path, new byte[0]);
    }

    static Request post(String path, byte[] body) {
      return new Request("POST", path, body).with("Content-Type", "application/json");
    }

    static Request post(String path, String body) {
      return post(path, body.getBytes(StandardCharsets.UTF_8));
    }

    static Request lines(String path, String body) {
      return new Request("POST", path, body.getBytes(StandardCharsets.UTF_8))
          .with("Content-Type", "application/x-ndjson");
    }

    /** The header, in place of one of that name. */
    Request with(String name, String value) {
      for (int i = 0; i < headers.size(); i += 2) {
        if (headers.get(i).equalsIgnoreCase(name)) {
          headers.set(i + 1, value);
          return this;
        }
      }
      headers.addAll(List.of(name, value));
      return this;
    }

    /** The header, beside others of that name. */
    Request beside(String name, String value) {
      headers.addAll(List.of(name, value));
      return this;
    }

    Request in(String project) {
      return with("X-Threadmark-Project", project);
    }

    String header(String name) {
      for (int i = 0; i < headers.size(); i += 2) {
        if (headers.get(i).equalsIgnoreCase(name)) {
          return headers.get(i + 1);
        }
      }
      return null;
    }

    Answer to(String base) {
      return to(
          base, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    }

    /** Sends it without telling how long it is. */
    Answer chunkedTo(String base) {
      return to(base, BodyPublishers.ofByteArrays(List.of(body)));
    }

    private Answer to(String base, HttpRequest.BodyPublisher publisher) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(base + path))
              .timeout(PATIENCE)
              .method(method, publisher);
      if (!headers.isEmpty()) {
        request.headers(headers.toArray(String[]::new));
      }
      try {
        HttpResponse<byte[]> response =
            HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        return new Answer(response.statusCode(), response.headers(), response.body());
      } catch (IOException e) {
        throw new IllegalStateException(method + " " + path, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  /** An answer. */
  static final class Answer {
    final int status;
    final HttpHeaders headers;
    final byte[] body;

    private Answer(int status, HttpHeaders headers, byte[] body) {
      this.status = status;
      this.headers = headers;
      this.body = body;
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    JsonNode json() {
      try {
        return Api.JSON.readTree(body);
      } catch (IOException e) {
        throw new AssertionError("no JSON: " + this, e);
      }
    }

    /** The code of the error; empty where there is none. */
    String code() {
      return json().at("/error/code").asText();
    }

    /** The path of the first event that was rejected, else of the error. */
    String path() {
      JsonNode json = json();
      return json.at("/rejected/0/path").asText(json.at("/error/details/0/path").asText());
    }

    @Override
    public String toString() {
      String text = text();
      return status + " " + text.substring(0, Math.min(500, text.length()));
    }
  }

  /**
   * Sends bytes as they are and reads what comes: until the server closes the connection, or until
   * there is an answer and nothing follows it for a moment.
   */
  static String raw(String base, String request) {
    URI address = URI.create(base);
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      StringBuilder answer = new StringBuilder();
      byte[] buffer = new byte[8192];
      int count = 0;
      while (count >= 0) {
        answer.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
        socket.setSoTimeout(
            answer.length() == 0 ? Math.toIntExact(PATIENCE.toMillis()) : MOMENT_MS);
        count = read(socket, buffer);
      }
      return answer.toString();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A connection that is reset, or silent for long, has no more to read. */
  private static int read(Socket socket, byte[] buffer) throws IOException {
    try {
      return socket.getInputStream().read(buffer);
    } catch (SocketException | SocketTimeoutException e) {
      return -1;
    }
  }
}
