package io.threadmark.gateway.query;

import io.threadmark.testkit.StubServer;
import io.threadmark.testkit.StubServer.Answer;
import java.util.List;

/** A processor that notes what it was asked and always answers the same. */
public final class StubProcessor implements AutoCloseable {
  /** What it was asked. */
  public record Asked(
      String method, String uri, String project, String authorization, String body) {}

  private final StubServer server;

  public StubProcessor(int status, String answer) {
    server = new StubServer(request -> Answer.json(status, answer));
  }

  public String url() {
    return server.url();
  }

  public List<Asked> asked() {
    return server.requests().stream().map(StubProcessor::asked).toList();
  }

  @Override
  public void close() {
    server.close();
  }

  private static Asked asked(StubServer.Request request) {
    return new Asked(
        request.method(),
        request.uri().toString(),
        request.header("X-Threadmark-Project"),
        request.header("Authorization"),
        request.body());
  }
}
