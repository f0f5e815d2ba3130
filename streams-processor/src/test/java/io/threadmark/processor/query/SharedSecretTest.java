package io.threadmark.processor.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.threadmark.processor.cluster.RowsProtocol;
import io.threadmark.processor.query.agreement.AgreementQuery;
import io.threadmark.processor.query.agreement.RankingQuery;
import io.threadmark.processor.query.feedback.FeedbackListQuery;
import io.threadmark.processor.query.metrics.MetricsQuery;
import io.threadmark.processor.query.thread.ThreadPages;
import io.threadmark.schema.settings.InternalSecret;
import io.threadmark.schema.settings.Settings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is answered on the port of a processor. */
@Timeout(60)
class SharedSecretTest {
  private static final String OLD = "the-old-secret-0123456789-0123456789";
  private static final String NEW = "the-new-secret-0123456789-0123456789";
  private static final WorkerPool.Size SOME = new WorkerPool.Size(2, 100);

  @Test
  void whoDoesNotShowTheSecretIsToldNothing() throws Exception {
    try (TwoInstances instances = with(of(NEW), of(NEW))) {
      List<String> paths = new ArrayList<>(AllQueries.paths());
      paths.addAll(
          List.of(
              RowsProtocol.PATH,
              MetricsQuery.PATH,
              ThreadPages.PATH,
              FeedbackListQuery.PATH,
              AgreementQuery.PATH,
              RankingQuery.PATH,
              "/internal/v1/visible",
              "/internal",
              "/api",
              "/nothing",
              "/livez/../internal/v1/rows"));
      for (String path : paths) {
        for (String shown : List.of("", "Bearer", "Bearer " + OLD, NEW, "Basic " + NEW)) {
          assertThat(status(instances, "GET", path, shown)).as(path).isEqualTo(401);
          assertThat(status(instances, "POST", path, shown)).as(path).isEqualTo(401);
        }
        assertThat(instances.get(0, path).get().statusCode()).as(path).isEqualTo(401);
      }
    }
  }

  @Test
  void healthAndMetricsAreForEverybody() throws Exception {
    try (QueryServer starting = QueryServer.listen("127.0.0.1", 0, of(NEW))) {
      Map<String, Integer> statuses = new TreeMap<>();
      for (String path : List.of("/livez", "/readyz", "/metrics", "/api/v1/feedback")) {
        URI uri = URI.create("http://127.0.0.1:" + starting.port() + path);
        HttpRequest request = HttpRequest.newBuilder(uri).build();
        statuses.put(
            path, HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode());
      }
      assertThat(statuses)
          .containsExactly(
              entry("/api/v1/feedback", 401),
              entry("/livez", 200),
              entry("/metrics", 503),
              entry("/readyz", 503));
    }
  }

  @Test
  void whoShowsItIsAnsweredAndInstancesShowItToEachOther() throws Exception {
    try (TwoInstances instances = with(of(NEW), of(NEW))) {
      assertAllIsAnswered(instances, NEW);
    }
  }

  @Test
  void aSecretTakesThePlaceOfAnotherInStepsWhileAllIsAnswered() throws Exception {
    try (TwoInstances instances = with(of(OLD), of(OLD + "," + NEW))) {
      assertAllIsAnswered(instances, OLD);
    }
    try (TwoInstances instances = with(of(OLD + "," + NEW), of(NEW + "," + OLD))) {
      assertAllIsAnswered(instances, OLD);
      assertAllIsAnswered(instances, NEW);
    }
    try (TwoInstances instances = with(of(NEW + "," + OLD), of(NEW))) {
      assertAllIsAnswered(instances, NEW);
    }
  }

  @Test
  void anInstanceWithAnotherSecretIsAsGoodAsAway() throws Exception {
    try (TwoInstances instances = with(of(OLD), of(NEW))) {
      String ofTheSecond = "/api/v1/erasures/e-thread" + instances.erasuresOf(1).get(0);
      HttpResponse<String> answer =
          instances
              .send(instances.to(0, ofTheSecond).header("Authorization", "Bearer " + OLD))
              .get();

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("answered 401").doesNotContain(OLD).doesNotContain(NEW);
    }
  }

  private static void assertAllIsAnswered(TwoInstances instances, String secret) throws Exception {
    for (int instance = 0; instance < 2; instance++) {
      for (String path : AllQueries.waitingFor(instances.receipt()).toList()) {
        HttpResponse<String> answer =
            instances
                .send(instances.to(instance, path).header("Authorization", "Bearer " + secret))
                .get();
        assertThat(answer.statusCode()).as(path + answer.body()).isEqualTo(200);
      }
    }
  }

  private static int status(TwoInstances instances, String method, String path, String shown)
      throws Exception {
    return instances
        .send(
            instances
                .to(0, path)
                .method(method, BodyPublishers.ofString("{}"))
                .header("Authorization", shown))
        .get()
        .statusCode();
  }

  private static TwoInstances with(InternalSecret one, InternalSecret other) {
    return new TwoInstances(SOME, List.of(one, other), calls -> calls);
  }

  private static InternalSecret of(String text) {
    return InternalSecret.of(Settings.of(Map.of("internal.secret", text)));
  }
}
