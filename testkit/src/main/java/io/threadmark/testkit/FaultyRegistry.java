package io.threadmark.testkit;

import io.threadmark.testkit.StubServer.Answer;
import io.threadmark.testkit.StubServer.Answering;
import io.threadmark.testkit.StubServer.Request;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Stands before a real schema registry, notes what is asked, and passes it on; or can be told to be
 * away, slow, or to answer in its stead.
 */
public final class FaultyRegistry implements AutoCloseable {
  private static final long SLOW_MS = 1_500;
  private static final String ERROR = "{\"error_code\":%d,\"message\":\"told to\"}";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final StubServer server = new StubServer(this::answer);
  private final String behind;
  private volatile Answering mode = this::passOn;

  /** One that is well at first. */
  public FaultyRegistry(String behind) {
    this.behind = behind;
  }

  public String url() {
    return server.url();
  }

  /** Passes on what is asked, from now on. */
  public void recover() {
    mode = this::passOn;
  }

  /** Closes every connection without an answer, from now on. */
  public void goAway() {
    mode = request -> null;
  }

  /** Takes its time before it passes on what is asked, from now on. */
  public void slowDown() {
    mode =
        request -> {
          Thread.sleep(SLOW_MS);
          return passOn(request);
        };
  }

  /** Answers with a status and what the API says to it, from now on. */
  public void failWith(int status) {
    answerAll(status, ERROR.formatted(status));
  }

  /** Answers everything so, from now on. */
  public void answerAll(int status, String body) {
    mode = request -> Answer.json(status, body);
  }

  /** What was asked: method, path and query. */
  public List<String> requests() {
    return server.requests().stream()
        .map(request -> request.method() + " " + request.uri())
        .toList();
  }

  /** The passwords that were shown, as HTTP writes them. */
  public Set<String> authorizations() {
    return server.requests().stream()
        .map(request -> request.header("Authorization"))
        .filter(shown -> shown != null)
        .collect(Collectors.toSet());
  }

  @Override
  public void close() {
    server.close();
  }

  private Answer answer(Request request) throws IOException, InterruptedException {
    return mode.answer(request);
  }

  private Answer passOn(Request request) throws IOException, InterruptedException {
    HttpRequest passed =
        HttpRequest.newBuilder(URI.create(behind + request.uri()))
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .method(request.method(), HttpRequest.BodyPublishers.ofString(request.body()))
            .build();
    HttpResponse<String> answer = http.send(passed, HttpResponse.BodyHandlers.ofString());
    return Answer.json(answer.statusCode(), answer.body());
  }
}
