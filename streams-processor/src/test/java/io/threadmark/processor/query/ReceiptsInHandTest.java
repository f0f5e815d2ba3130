package io.threadmark.processor.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.processor.query.http.Allowance;
import io.threadmark.processor.query.http.Answers;
import io.threadmark.schema.Receipt;
import io.threadmark.schema.Receipt.Statement;
import io.threadmark.schema.Receipt.Subject;
import io.threadmark.schema.Stamp;
import io.threadmark.testkit.Await;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReceiptsInHandTest {
  private static final WorkerPool.Size SOME = new WorkerPool.Size(2, 100);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void theLongestReceiptIsTakenAndNoLongerOne() throws Exception {
    String longest = TwoInstances.KEYS.sign(new Receipt("acme", statements()));
    assertThat(longest.length()).isBetween(Receipt.MOST_CHARS / 2, Receipt.MOST_CHARS);
    try (TwoInstances instances = new TwoInstances(SOME)) {
      HttpResponse<String> answer = visible(instances, longest);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body()).startsWith("{\"visible\":false,\"effects\":[{\"effect\":null}");
      assertThat(visible(instances, "a".repeat(Receipt.MOST_CHARS + 1)).statusCode())
          .isEqualTo(413);
    }
  }

  @Test
  void whoComesWithAReceiptBesideTooMuchOfThemIsTurnedAway() throws Exception {
    Vertx vertx = Vertx.vertx();
    Allowance allowance = new Allowance(100);
    BlockingQueue<RoutingContext> waiting = new LinkedBlockingQueue<>();
    try {
      Router router = Router.router(vertx);
      router.post().handler(new ReceiptsInHand(allowance)::admit).handler(waiting::add);
      router.errorHandler(500, request -> Answers.fail(request, request.failure()));
      HttpServer server =
          vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").await();
      URI uri = URI.create("http://127.0.0.1:" + server.actualPort());
      CompletableFuture<HttpResponse<String>> first = post(uri, 80);
      RoutingContext ofTheFirst = waiting.take();

      HttpResponse<String> turnedAway = post(uri, 30).get();
      assertThat(turnedAway.statusCode()).isEqualTo(503);
      assertThat(turnedAway.headers().firstValue("Retry-After")).contains("1");
      CompletableFuture<HttpResponse<String>> small = post(uri, 20);
      waiting.take().response().end();
      assertThat(small.get().statusCode()).isEqualTo(200);

      ofTheFirst.response().end();
      assertThat(first.get().statusCode()).isEqualTo(200);
      CompletableFuture<HttpResponse<String>> alone = post(uri, 3_000);
      waiting.take().response().end();
      assertThat(alone.get().statusCode()).isEqualTo(200);
      Await.until("nothing is held", () -> allowance.held() == 0);
    } finally {
      vertx.close().await();
    }
  }

  private CompletableFuture<HttpResponse<String>> post(URI uri, int bytes) {
    return http.sendAsync(
        HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString("a".repeat(bytes))).build(),
        BodyHandlers.ofString());
  }

  private static HttpResponse<String> visible(TwoInstances instances, String receipt)
      throws Exception {
    return instances
        .send(
            instances
                .to(0, "/internal/v1/visible?wait_ms=0")
                .POST(BodyPublishers.ofString(receipt)))
        .get();
  }

  /** Of things that nobody knows, with ids that do not compress. */
  private static List<Statement> statements() {
    Random random = new Random(1);
    return IntStream.range(0, 100_000)
        .mapToObj(
            i -> {
              byte[] hash = new byte[16];
              random.nextBytes(hash);
              StringBuilder id = new StringBuilder();
              random.ints('!', 127).limit(80).forEach(id::appendCodePoint);
              Stamp stamp =
                  Stamp.newBuilder()
                      .setEventTime(Instant.EPOCH)
                      .setContentHash(ByteBuffer.wrap(hash))
                      .build();
              return new Statement(Subject.TRACE, id.toString(), null, stamp);
            })
        .toList();
  }
}
