package io.threadmark.processor.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.processor.cluster.PeerCalls;
import io.threadmark.schema.settings.InternalSecret;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WaitingTest {
  private static final WorkerPool.Size TWO_THREADS = new WorkerPool.Size(2, 10);
  private static final int SLOW_MS = 100;

  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void aLookAtMuchEndsWithTheWaitAndTellsThatItDid() throws Exception {
    int ofAWholeLook;
    try (TwoInstances instances = with(calls -> counted(calls, 0))) {
      assertThat(visible(instances, 10_000))
          .startsWith("{\"visible\":true,\"effects\":[{\"effect\":\"applied\"},")
          .doesNotContain("null");
      ofAWholeLook = asked.getAndSet(0);
    }
    try (TwoInstances instances = with(calls -> counted(calls, SLOW_MS))) {
      int waitMs = SLOW_MS * ofAWholeLook / 4;
      assertThat(visible(instances, waitMs))
          .startsWith("{\"visible\":false,")
          .contains("{\"effect\":null}");
      assertThat(asked.getAndSet(0)).isLessThan(ofAWholeLook);

      HttpResponse<String> answer = query(instances, waitMs);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(412);
      assertThat(answer.body()).contains("not looked at yet");
      assertThat(asked.get()).isLessThan(ofAWholeLook);
    }
  }

  @Test
  void whoDoesNotWaitIsAnsweredAlsoWhereAnotherInstanceIsSilent() throws Exception {
    Promise<PeerCalls.Answer> never = Promise.promise();
    try (TwoInstances instances = with(calls -> (peer, question, deadline) -> never.future())) {
      HttpResponse<String> answer = query(instances, 0);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(412);
      assertThat(answer.body()).contains("not looked at yet");
      assertThat(visible(instances, 0))
          .startsWith("{\"visible\":false,")
          .contains("{\"effect\":null}");
    }
  }

  private static HttpResponse<String> query(TwoInstances instances, int waitMs) throws Exception {
    return instances
        .get(0, "/api/v1/feedback/t0?wait_ms=" + waitMs + "&wait_for=" + instances.receipt())
        .get();
  }

  private static String visible(TwoInstances instances, int waitMs) throws Exception {
    return instances
        .send(
            instances
                .to(0, "/internal/v1/visible?wait_ms=" + waitMs)
                .POST(BodyPublishers.ofString(instances.receipt())))
        .get()
        .body();
  }

  private static TwoInstances with(UnaryOperator<PeerCalls> wayOfTheFirst) {
    return new TwoInstances(
        TWO_THREADS, List.of(InternalSecret.NONE, InternalSecret.NONE), wayOfTheFirst);
  }

  private PeerCalls counted(PeerCalls calls, int delayMs) {
    return (peer, question, deadline) -> {
      asked.incrementAndGet();
      return Future.fromCompletionStage(
              CompletableFuture.runAsync(
                  () -> {}, CompletableFuture.delayedExecutor(delayMs, TimeUnit.MILLISECONDS)))
          .compose(now -> calls.ask(peer, question, deadline));
    };
  }
}
