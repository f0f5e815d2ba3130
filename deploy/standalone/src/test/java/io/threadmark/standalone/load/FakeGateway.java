package io.threadmark.standalone.load;

import io.threadmark.testkit.StubServer;
import io.threadmark.testkit.StubServer.Answer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;

/** A gateway that answers what it is told to, and remembers what it got. */
final class FakeGateway implements AutoCloseable {
  private final StubServer server = new StubServer(this::answer);
  private final ConcurrentLinkedDeque<Answer> answers = new ConcurrentLinkedDeque<>();

  record Request(String body, String idempotencyKey, String authorization) {}

  URI address() {
    return URI.create(server.url() + "/");
  }

  /** Answers so once, after what it was told before; without any, it accepts everything. */
  FakeGateway then(int status, String body) {
    answers.add(new Answer(status, Map.of("Retry-After", "0"), body));
    return this;
  }

  List<Request> requests() {
    return server.requests().stream()
        .map(
            request ->
                new Request(
                    request.body(),
                    request.header("Idempotency-Key"),
                    request.header("Authorization")))
        .toList();
  }

  @Override
  public void close() {
    server.close();
  }

  private Answer answer(StubServer.Request request) {
    if (!request.uri().getPath().equals("/api/v1/events")) {
      return Answer.json(404, "");
    }
    Answer told = answers.poll();
    return told != null
        ? told
        : Answer.json(
            202, "{\"accepted\":%d,\"rejected\":[]}".formatted(request.body().lines().count()));
  }
}
