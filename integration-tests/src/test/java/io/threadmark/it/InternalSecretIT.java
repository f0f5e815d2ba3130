package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.testkit.Api;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Processors that other hosts can reach, and a gateway, which know each other by a secret. */
class InternalSecretIT {
  private static final int THREADS = 12;
  private static final Map<String, String> SETTINGS =
      Map.of(
          "internal.secret",
          "a-secret-of-tests-0123456789-0123456789",
          "processor.host",
          "0.0.0.0",
          "processor.advertised.host",
          "127.0.0.1");

  @Test
  void whoKnowsTheSecretWorksTogetherAndNobodyElseIsTold() {
    try (Threadmark threadmark = new Threadmark(2, SETTINGS)) {
      Api api = threadmark.api();
      for (int i = 0; i < THREADS; i++) {
        Api.Answer posted = api.post("/api/v1/events?wait_ms=10000", events(i));
        assertThat(posted.status()).as(posted.text()).isEqualTo(202);
        assertThat(posted.json().path("visible").asBoolean()).as(posted.text()).isTrue();
      }
      List<String> paths =
          IntStream.range(0, THREADS)
              .boxed()
              .flatMap(
                  i ->
                      List.of(
                          "/api/v1/threads/h" + i,
                          "/api/v1/traces/t" + i,
                          "/api/v1/feedback/f" + i,
                          "/api/v1/metrics/summary")
                          .stream())
              .toList();
      for (String path : paths) {
        assertThat(api.get(path).status()).as(path).isEqualTo(200);
        for (Api processor : threadmark.processors()) {
          assertThat(processor.get(path).status()).as(path).isEqualTo(401);
        }
      }
      for (Api processor : threadmark.processors()) {
        assertThat(processor.post("/internal/v1/rows", "").status()).isEqualTo(401);
        assertThat(processor.get("/metrics").status()).isEqualTo(200);
      }
    }
  }

  private static String events(int i) {
    return """
        [{"type":"trace","trace_id":"t%1$d","client_request_id":"r%1$d","thread_id":"h%1$d"},
         {"type":"feedback","feedback_id":"f%1$d","client_request_id":"r%1$d","value":true}]"""
        .formatted(i);
  }
}
