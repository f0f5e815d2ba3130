package io.threadmark.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.threadmark.testkit.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Listens to server-sent events as a browser does, in a thread of its own. */
final class EventSource implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Something that was heard. */
  record Event(String kind, String id, JsonNode data) {}

  private final HttpResponse<InputStream> response;
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private volatile String lastId;

  private EventSource(HttpResponse<InputStream> response) {
    this.response = response;
    Thread reader = new Thread(this::read, "events");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Connects.
   *
   * @param lastId where to go on; null for none
   */
  static EventSource connect(String address, String project, String lastId) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address)).header("X-Threadmark-Project", project);
    if (lastId != null) {
      request.header("Last-Event-ID", lastId);
    }
    try {
      HttpResponse<InputStream> response =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .build()
              .send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      if (response.statusCode() != 200) {
        throw new AssertionError(
            response.statusCode()
                + ": "
                + new String(response.body().readAllBytes(), StandardCharsets.UTF_8));
      }
      return new EventSource(response);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      String kind = "message";
      StringBuilder data = new StringBuilder();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty()) {
          if (data.length() > 0) {
            events.add(new Event(kind, lastId, JSON.readTree(data.toString())));
          }
          kind = "message";
          data.setLength(0);
        } else if (line.startsWith("event: ")) {
          kind = line.substring(7);
        } else if (line.startsWith("id: ")) {
          lastId = line.substring(4);
        } else if (line.startsWith("data: ")) {
          data.append(line.substring(6));
        }
      }
    } catch (IOException e) {
      // closed
    }
  }

  /** Headers of the answer. */
  HttpResponse<InputStream> response() {
    return response;
  }

  /** What was heard so far. */
  List<Event> events() {
    return events;
  }

  /** Where a browser would go on. */
  String lastId() {
    return lastId;
  }

  /** The first event of a kind that is as wanted. */
  Event await(String kind, Predicate<JsonNode> wanted) {
    return Await.untilPresent(
        "an event " + kind + " as wanted, beside " + events.stream().map(Event::kind).toList(),
        () ->
            events.stream()
                .filter(event -> event.kind().equals(kind) && wanted.test(event.data()))
                .findFirst()
                .orElse(null));
  }

  @Override
  public void close() {
    try {
      response.body().close();
    } catch (IOException e) {
      // it is closed then
    }
  }
}
