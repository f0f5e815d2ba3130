package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import io.threadmark.testkit.Distribution;
import io.threadmark.testkit.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dashboards ask for what a running gateway or processor exposes, in sound PromQL. */
@ExtendWith(SharedThreadmark.class)
class DashboardsIT {
  private static final Path DASHBOARDS = Distribution.root().resolve("deploy/dashboards");
  private static final Pattern VARIABLE_QUERY = Pattern.compile("label_values\\((\\w+), (\\w+)\\)");

  /** Labels that Prometheus adds to whatever it scrapes. */
  private static final Set<String> OF_SCRAPES = Set.of("instance", "job");

  static List<String> dashboards() throws IOException {
    try (Stream<Path> files = Files.list(DASHBOARDS)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void thereIsADashboardForEachRoleAndForAll() throws IOException {
    assertThat(dashboards()).containsExactly("gateway.json", "overview.json", "processor.json");
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyMetricIsExposed(String dashboard) throws IOException {
    List<PromQl.Use> uses = uses(dashboard);
    someOfEverything();
    Await.until(
        "all is exposed, as metrics of tasks are some seconds late",
        () -> missing(uses, scrape()).isEmpty(),
        () -> assertThat(missing(uses, scrape())).isEmpty());
  }

  /** A dashboard is for any Grafana: nothing in it names one of another. */
  @ParameterizedTest
  @MethodSource("dashboards")
  void nothingNamesAGrafana(String file) throws IOException {
    JsonNode dashboard = read(file);
    assertThat(dashboard.has("id") || dashboard.has("uid")).isFalse();
    assertThat(dashboard.get("schemaVersion").asInt()).isGreaterThanOrEqualTo(39);
    assertThat(dashboard.at("/templating/list/0/type").asText()).isEqualTo("datasource");
    dashboard
        .findValues("datasource")
        .forEach(source -> assertThat(source.get("uid").asText()).isEqualTo("${datasource}"));
    Set<Integer> ids = new HashSet<>();
    for (JsonNode panel : dashboard.get("panels")) {
      assertThat(ids.add(panel.get("id").asInt())).as("another panel's id").isTrue();
      assertThat(panel.get("title").asText()).isNotEmpty();
      boolean isRow = panel.get("type").asText().equals("row");
      assertThat(panel.has("targets")).as(panel.get("title").asText()).isNotEqualTo(isRow);
    }
  }

  /** All that the queries of a dashboard, and of its variables, ask for. */
  private static List<PromQl.Use> uses(String file) throws IOException {
    JsonNode dashboard = read(file);
    List<PromQl.Use> uses = new ArrayList<>();
    for (JsonNode expression : dashboard.findValues("expr")) {
      uses.addAll(
          PromQl.uses(
              expression.asText().replace("$__rate_interval", "5m").replace("$__range", "6h")));
    }
    for (JsonNode variable : dashboard.at("/templating/list")) {
      if (variable.get("type").asText().equals("query")) {
        Matcher query = VARIABLE_QUERY.matcher(variable.at("/query/query").asText());
        assertThat(query.matches()).as(variable.toString()).isTrue();
        uses.add(new PromQl.Use(query.group(1), Map.of(), Set.of(query.group(2))));
      }
    }
    assertThat(uses).hasSizeGreaterThan(10);
    return uses;
  }

  private static Set<String> missing(List<PromQl.Use> uses, Metrics exposed) {
    Set<String> missing = new TreeSet<>();
    for (PromQl.Use use : uses) {
      Set<String> labels = new TreeSet<>(use.labels());
      labels.removeAll(OF_SCRAPES);
      boolean found =
          exposed.samples().stream()
              .anyMatch(
                  sample ->
                      sample.name().equals(use.metric())
                          && sample.labels().keySet().containsAll(labels)
                          && sample.has(use.equal()));
      if (!found) {
        missing.add(use.toString());
      }
    }
    return missing;
  }

  private static Metrics scrape() {
    List<Api> parts = new ArrayList<>(SharedThreadmark.threadmark().processors());
    parts.add(SharedThreadmark.threadmark().api());
    return Metrics.scrape(parts);
  }

  /** Something accepted, and something at fault. */
  private static void someOfEverything() {
    Api api = SharedThreadmark.threadmark().api().in("dashboards-" + UUID.randomUUID());
    String event = "{\"type\":\"feedback\",\"thread_id\":\"h\",\"value\":true}";
    assertThat(api.post("/api/v1/events", "[" + event + ",{}]").status()).isEqualTo(207);
  }

  private static JsonNode read(String file) throws IOException {
    return Api.JSON.readTree(Files.readString(DASHBOARDS.resolve(file)));
  }
}
