package io.threadmark.processor.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.processor.cluster.NotAvailableException;
import io.threadmark.processor.cluster.PeerCalls;
import io.threadmark.processor.cluster.RequestDeadline;
import io.threadmark.processor.query.http.Views;
import io.threadmark.processor.query.thread.ThreadPages;
import io.threadmark.processor.topology.KeptRows;
import io.threadmark.schema.settings.InternalSecret;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Instances that ask each other. */
@Timeout(120)
class CrossingQueriesTest {
  private static final WorkerPool.Size TWO_THREADS = new WorkerPool.Size(2, 2_000);
  private static final int ROUNDS = 3;
  private static final int AT_ONCE = 2;

  @Test
  void instancesThatAskEachOtherManyThingsAtOnceAllAnswer() throws Exception {
    try (TwoInstances instances = new TwoInstances(TWO_THREADS)) {
      Map<String, String> alone = new LinkedHashMap<>();
      for (String path : AllQueries.paths()) {
        alone.put(path, found(instances.get(0, path).get()));
      }
      for (int round = 0; round < ROUNDS; round++) {
        askBothAtOnce(instances, alone);
      }
    }
  }

  /** Each everything several times, and all of it together. */
  private static void askBothAtOnce(TwoInstances instances, Map<String, String> expected)
      throws Exception {
    List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      expected
          .keySet()
          .forEach(path -> asked.addAll(List.of(instances.get(0, path), instances.get(1, path))));
    }
    assertThat(asked).hasSizeGreaterThan(200);
    for (CompletableFuture<HttpResponse<String>> answer : asked) {
      URI uri = answer.get().uri();
      assertThat(found(answer.get()))
          .isEqualTo(expected.get(uri.toString().substring(uri.toString().indexOf("/api/"))));
    }
  }

  @Test
  void noQueryAsksAnotherInstanceFromWithinAScan() throws Exception {
    try (TwoInstances instances = new TwoInstances(TWO_THREADS)) {
      String receipt = instances.receipt();
      for (int instance = 0; instance < 2; instance++) {
        for (String path : AllQueries.waitingFor(receipt).toList()) {
          found(instances.get(instance, path).get());
        }
        String visible =
            found(
                instances
                    .send(
                        instances
                            .to(instance, "/internal/v1/visible?wait_ms=10000")
                            .POST(BodyPublishers.ofString(receipt)))
                    .get());
        assertThat(visible).startsWith("{\"visible\":true,");
      }

      assertThat(instances.askedWithinAScan).extracting(PeerCalls.Question::pathAndQuery).isEmpty();
    }
  }

  @Test
  void aListIsMergedFromWhatBothHave() throws Exception {
    try (TwoInstances instances = new TwoInstances(TWO_THREADS)) {
      for (int instance = 0; instance < 2; instance++) {
        for (String unit : List.of("thread", "trace")) {
          String path = "/api/v1/" + unit + "s?sort=-created";
          List<String> all = ids(found(instances.get(instance, path).get()), unit);
          List<String> newestFirst =
              IntStream.range(0, KeptRows.THINGS)
                  .mapToObj(i -> unit.equals("thread") ? "h" + i : KeptRows.traceId(i))
                  .sorted(Comparator.reverseOrder())
                  .toList();
          assertThat(all).isEqualTo(newestFirst);
          assertThat(pages(instances, instance, path + "&page_size=3", unit)).isEqualTo(all);
        }
      }
    }
  }

  private static List<String> pages(TwoInstances instances, int instance, String path, String unit)
      throws Exception {
    List<String> ids = new ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      String page = found(instances.get(instance, path + cursor).get());
      ids.addAll(ids(page, unit));
      String next = Views.read(page.getBytes(UTF_8)).path("next_cursor").asText(null);
      cursor = next == null ? null : "&cursor=" + next;
    }
    return ids;
  }

  private static List<String> ids(String list, String unit) {
    List<String> ids = new ArrayList<>();
    Views.read(list.getBytes(UTF_8))
        .get("rows")
        .forEach(row -> ids.add(row.get(unit + "_id").asText()));
    return ids;
  }

  @Test
  void whatAnotherInstanceDoesNotTellIsNamedAndNeverAGapThatNobodySees() throws Exception {
    try (TwoInstances instances =
        new TwoInstances(
            TWO_THREADS,
            List.of(InternalSecret.NONE, InternalSecret.NONE),
            calls ->
                (peer, question, deadline) ->
                    Future.failedFuture(new NotAvailableException("it is away")))) {
      for (String path : List.of("/api/v1/threads", "/api/v1/traces", "/api/v1/threads/count")) {
        HttpResponse<String> whole = instances.get(0, path).get();
        assertThat(whole.statusCode()).as(whole.body()).isEqualTo(503);
        assertThat(whole.body()).contains("partition 1 cannot be asked: it is away");
        assertThat(found(instances.get(0, path + "?partial=true").get()))
            .contains("\"partial\":true", "\"count_exact\":false")
            .contains("\"missing\":[{\"partition\":1,\"reason\":\"it is away\"}]");
        assertThat(found(instances.get(1, path + "?partial=true").get()))
            .contains("\"count_exact\":true")
            .doesNotContain("missing");
      }
      List<String> here =
          ids(found(instances.get(0, "/api/v1/threads?partial=true").get()), "thread");
      assertThat(here).isNotEmpty().hasSizeLessThan(KeptRows.THINGS);
    }
  }

  @Test
  void whoIsAskedByAnotherAnswersWhileAllThreadsForUsersWaitAndWhoComesThenIsTurnedAway()
      throws Exception {
    CountDownLatch waits = new CountDownLatch(1);
    Promise<Void> goesOn = Promise.promise();
    try (TwoInstances instances =
        new TwoInstances(
            new WorkerPool.Size(1, 1),
            List.of(InternalSecret.NONE, InternalSecret.NONE),
            calls ->
                (peer, question, deadline) -> {
                  waits.countDown();
                  return goesOn.future().compose(now -> calls.ask(peer, question, deadline));
                })) {
      String ofTheSecond = erasure(instances, 1);
      CompletableFuture<HttpResponse<String>> working = instances.get(0, ofTheSecond);
      waits.await();
      CompletableFuture<HttpResponse<String>> one = instances.get(0, ofTheSecond);
      CompletableFuture<HttpResponse<String>> other = instances.get(0, ofTheSecond);

      // One of the two is in line, for which there is no place but one.
      HttpResponse<String> turnedAway = either(one, other).get();
      assertThat(turnedAway.statusCode()).as(turnedAway.body()).isEqualTo(503);
      assertThat(turnedAway.headers().firstValue("Retry-After")).contains("1");
      assertThat(turnedAway.body()).contains("too many queries");
      found(instances.get(1, erasure(instances, 0)).get());

      goesOn.complete();
      working.get(); // with what it asked for, unless its time is over
    }
  }

  @Test
  void whatNobodyWaitsForAnyLongerIsNotDone() throws Exception {
    try (TwoInstances instances = new TwoInstances(TWO_THREADS)) {
      String path = ThreadPages.PATH + "?key=acme/h/none";
      HttpResponse<String> late = within(instances, path, "0");
      assertThat(late.statusCode()).isEqualTo(503);
      assertThat(late.body()).contains("took too long");
      assertThat(within(instances, path, "soon").statusCode()).isEqualTo(422);
      assertThat(within(instances, path, Long.toString(Long.MAX_VALUE)).body())
          .doesNotContain("took too long");
    }
  }

  private static HttpResponse<String> within(TwoInstances instances, String path, String ms)
      throws Exception {
    return instances.send(instances.to(0, path).header(RequestDeadline.HEADER, ms)).get();
  }

  private static String erasure(TwoInstances instances, int instance) {
    return "/api/v1/erasures/e-thread" + instances.erasuresOf(instance).get(0);
  }

  private static <T> CompletableFuture<T> either(
      CompletableFuture<T> one, CompletableFuture<T> other) {
    return one.applyToEither(other, answer -> answer);
  }

  private static String found(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.uri() + " " + answer.body()).isEqualTo(200);
    return answer.body();
  }
}
