package io.threadmark.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.threadmark.schema.project.Projects;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.streams.TopologyDescription;
import org.junit.jupiter.api.Test;

/**
 * Names and numbers in the topology are names of topics, stores and folders of running systems: a
 * change here is a migration there, so none happens by accident.
 */
class TopologyDescriptionTest {
  private static final String GOLDEN = "topology.txt";

  @Test
  void theTopologyIsTheOneThatRuns() throws IOException {
    TopologyDescription described =
        new FeedbackTopology(
                1,
                Pipeline.TIMING,
                Projects.UNSET,
                Pipeline.HASHES,
                RecordBytes.SERIALIZER,
                RecordBytes.DESERIALIZER,
                new SimpleMeterRegistry())
            .build(Pipeline.config())
            .describe();
    Path written = Path.of("target", GOLDEN);
    Files.writeString(written, described.toString());
    try (var golden = getClass().getResourceAsStream(GOLDEN)) {
      assertThat(described.toString())
          .as("compare with %s; if the change is meant, copy it over the golden file", written)
          .isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
