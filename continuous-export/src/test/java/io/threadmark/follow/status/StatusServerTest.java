package io.threadmark.follow.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.threadmark.testkit.Api;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatusServerTest {
  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private List<String> problems = List.of("waiting for Kafka");
  private final StatusServer server = StatusServer.start("127.0.0.1", 0, () -> problems, metrics);
  private final Api api = new Api("http://127.0.0.1:" + server.port());

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void tellsWhyItIsNotReadyAndWhenItIs() {
    assertThat(api.get("/livez").expect(200).text()).isEqualTo("{\"live\":true}");
    assertThat(api.get("/readyz").expect(503).text())
        .isEqualTo("{\"ready\":false,\"reasons\":[\"waiting for Kafka\"]}");
    problems = List.of();
    assertThat(api.get("/readyz").expect(200).text()).isEqualTo("{\"ready\":true}");
  }

  @Test
  void tellsMetricsAndNothingElse() {
    metrics.counter("threadmark.export.rows").increment(3);
    assertThat(api.get("/metrics").expect(200).text()).contains("threadmark_export_rows_total 3.0");
    api.get("/metrics/more").expect(404);
    api.get("/").expect(404);
  }

  @Test
  void aPortThatIsTakenIsRefused() {
    assertThatThrownBy(() -> StatusServer.start("127.0.0.1", server.port(), List::of, metrics))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("port " + server.port());
  }
}
