package io.threadmark.standalone.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadmark.standalone.cli.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndpointsTest {
  private static final Endpoints ENDPOINTS =
      new Endpoints(
          "http://127.0.0.1:8080",
          "http://127.0.0.1:4001",
          "127.0.0.1:4317",
          "127.0.0.1:9092",
          "http://127.0.0.1:4002/apis/ccompat/v7");

  @TempDir Path folder;

  @Test
  void areWrittenByTheirNamesAndReadAgain() throws IOException {
    Path file = folder.resolve("endpoints.json");

    ENDPOINTS.write(file);
    ENDPOINTS.write(file);

    assertThat(Files.readString(file))
        .contains("\"gateway\" : \"http://127.0.0.1:8080\"", "\"schema_registry\" :");
    assertThat(Endpoints.read(file)).contains(ENDPOINTS);
    try (var entries = Files.list(folder)) {
      assertThat(entries).containsExactly(file);
    }
  }

  @Test
  void areUnknownWhereThereIsNoFile() {
    assertThat(Endpoints.read(folder.resolve("none.json"))).isEmpty();
  }

  @Test
  void aBrokenFileIsTold() throws IOException {
    Path file = Files.writeString(folder.resolve("endpoints.json"), "{");

    assertThatThrownBy(() -> Endpoints.read(file))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining(file.toString());
  }
}
