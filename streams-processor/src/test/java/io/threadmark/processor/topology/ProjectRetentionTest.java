package io.threadmark.processor.topology;

import static io.threadmark.processor.topology.Events.feedback;
import static io.threadmark.processor.topology.Events.message;
import static io.threadmark.processor.topology.Events.onRequest;
import static io.threadmark.processor.topology.Events.onTrace;
import static io.threadmark.processor.topology.Events.trace;
import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.processor.stage.Retention;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.stage.Timing;
import io.threadmark.schema.Project;
import io.threadmark.schema.project.Projects;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Test;

/** A project may keep what was said for another time than the installation does. */
class ProjectRetentionTest {
  private static final List<String> STORES =
      List.of(
          StateStores.IDENTITIES,
          StateStores.TRACES,
          StateStores.CLAIMS,
          StateStores.FEEDBACK,
          StateStores.WAITING,
          StateStores.UNMATCHED,
          StateStores.THREADS);

  private final Map<String, Integer> days = new TreeMap<>();
  private final Projects projects =
      project -> {
        Project settings = Projects.UNSET.of(project);
        settings.setRetentionDays(days.get(project));
        return settings;
      };

  @Test
  void onlyWhatIsOldInThatProjectLeaves() {
    days.put("short", 10);
    try (Pipeline pipeline = pipeline(Retention.FOREVER)) {
      pipeline.send(conversations("short", "kept"));
      pass(pipeline, Duration.ofDays(11));

      assertThat(keysOf(pipeline, "short")).isEmpty();
      assertThat(keysOf(pipeline, "kept")).isNotEmpty();
      assertThat(pipeline.rows(StateStores.THREADS).keySet())
          .anyMatch(key -> key.startsWith("kept/h/th"));
    }
  }

  @Test
  void aProjectMayKeepThingsLongerThanTheInstallation() {
    days.put("long", 60);
    try (Pipeline pipeline = pipeline(new Retention(Duration.ofDays(30)))) {
      pipeline.send(conversations("long", "usual"));
      pass(pipeline, Duration.ofDays(31));

      assertThat(keysOf(pipeline, "usual")).isEmpty();
      assertThat(keysOf(pipeline, "long")).isNotEmpty();
      pass(pipeline, Duration.ofDays(30));
      assertThat(keysOf(pipeline, "long")).isEmpty();
    }
  }

  @Test
  void settingsCountFromTheMomentTheyAreKnown() {
    try (Pipeline pipeline = pipeline(Retention.FOREVER)) {
      pipeline.send(conversations("p"));
      pass(pipeline, Duration.ofDays(100));
      assertThat(keysOf(pipeline, "p")).isNotEmpty();

      days.put("p", 99);
      pass(pipeline, Duration.ofSeconds(2));
      assertThat(keysOf(pipeline, "p")).isEmpty();
    }
  }

  private Pipeline pipeline(Retention retention) {
    return new Pipeline(
        new Timing(Pipeline.INTERVAL, Pipeline.BYTES, Pipeline.WAIT, retention), projects);
  }

  private static List<SpecificRecord> conversations(String... projects) {
    return Stream.of(projects)
        .flatMap(
            project ->
                Stream.of(
                        message("th", "m1", 1, "hello"),
                        trace("t1", 2, "th", "r1"),
                        feedback("by-request", 3, onRequest("r1"), "true"),
                        feedback("gone", 4, onTrace("t1"), "true", f -> f.setRetracted(true)),
                        feedback("waits", 5, onTrace("t9"), "true"))
                    .map(event -> in(project, event)))
        .toList();
  }

  private static SpecificRecord in(String project, SpecificRecord event) {
    ((SpecificRecordBase) event).put("project_id", project);
    return event;
  }

  /** Lets time pass, and then every sweep come by. */
  private static void pass(Pipeline pipeline, Duration time) {
    pipeline.pass(time);
    for (int i = 0; i < 3; i++) {
      pipeline.pass(Duration.ofSeconds(2));
    }
  }

  private static List<String> keysOf(Pipeline pipeline, String project) {
    return STORES.stream()
        .flatMap(store -> pipeline.rows(store).keySet().stream())
        .filter(key -> key.contains(project + "/"))
        .toList();
  }
}
