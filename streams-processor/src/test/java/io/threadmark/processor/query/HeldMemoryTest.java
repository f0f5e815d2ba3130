package io.threadmark.processor.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.processor.query.http.Allowance;
import io.threadmark.testkit.Await;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What queries hold in memory is bounded together, and given back. */
@Timeout(120)
class HeldMemoryTest {
  private static final WorkerPool.Size SOME = new WorkerPool.Size(2, 2_000);

  @Test
  void everyQueryIsTurnedAwayWhereThereIsNoRoomAndAnsweredWhereThereIs() throws Exception {
    try (TwoInstances instances = new TwoInstances(SOME)) {
      for (String path : AllQueries.paths()) {
        awaitNothingHeld(instances);
        try (Allowance.Share other = instances.memory.share()) {
          other.add(TwoInstances.MEMORY_BYTES);
          HttpResponse<String> answer = instances.get(0, path).get();
          assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(503);
          assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        }
        HttpResponse<String> answer = instances.get(0, path).get();
        assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(200);
      }
    }
  }

  @Test
  void allIsGivenBackOnceRequestsAreOver() throws Exception {
    try (TwoInstances instances = new TwoInstances(SOME)) {
      List<CompletableFuture<HttpResponse<String>>> asked =
          AllQueries.paths().stream().map(path -> instances.get(0, path)).toList();
      List<CompletableFuture<HttpResponse<String>>> givenUp =
          AllQueries.paths().stream().map(path -> instances.get(1, path)).toList();
      givenUp.forEach(answer -> answer.cancel(true));
      for (CompletableFuture<HttpResponse<String>> answer : asked) {
        assertThat(answer.get().statusCode()).isIn(200, 503);
      }
      HttpResponse<String> wrong = instances.get(0, "/api/v1/threads/h1?cursor=x").get();
      assertThat(wrong.statusCode()).isEqualTo(422);
      awaitNothingHeld(instances);
    }
  }

  /** It is given back shortly after the answer was sent. */
  private static void awaitNothingHeld(TwoInstances instances) {
    Await.until("nothing is held", () -> instances.memory.held() == 0);
  }
}
