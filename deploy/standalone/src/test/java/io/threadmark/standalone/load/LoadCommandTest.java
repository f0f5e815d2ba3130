package io.threadmark.standalone.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.standalone.cli.Execution;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadCommandTest {
  @TempDir private Path folder;

  @Test
  void takesStandardInput() {
    LoadCommand load = Execution.parsed(new LoadCommand(), "- --gateway http://h:1");

    assertThat(load.file()).isEqualTo("-");
    assertThat(load.gateway()).isEqualTo(URI.create("http://h:1"));
    assertThat(load.batch()).isEqualTo(500);
    assertThat(load.connections()).isEqualTo(4);
  }

  @Test
  void takesItsOptions() {
    LoadCommand load = Execution.parsed(new LoadCommand(), "--batch 7 --connections=64 a.ndjson");

    assertThat(load.file()).isEqualTo("a.ndjson");
    assertThat(load.batch()).isEqualTo(7);
    assertThat(load.connections()).isEqualTo(64);
  }

  @Test
  void findsTheGatewayOfADev() throws Exception {
    LoadCommand load = Execution.parsed(new LoadCommand(), "a --data " + folder);
    assertThat(load.gateway()).isEqualTo(URI.create("http://127.0.0.1:8080"));

    Files.writeString(folder.resolve("endpoints.json"), "{\"gateway\":\"http://127.0.0.1:9\"}");

    assertThat(load.gateway()).isEqualTo(URI.create("http://127.0.0.1:9"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a b",
        "a --gateway h:1",
        "a --gateway ftp://h",
        "a --batch 0",
        "a --batch 10001",
        "a --connections 65",
        "a --demo"
      })
  void refusesWhatItDoesNotUnderstand(String line) {
    Execution refused = Execution.of(new LoadCommand(), line);

    assertThat(refused.status()).as(refused.errors()).isEqualTo(2);
    assertThat(refused.errors()).startsWith("threadmark: ");
  }

  @Test
  void anUnknownOptionIsToldBeforeTheFileThatIsMissing() {
    assertThat(Execution.of(new LoadCommand(), "--gatway=http://h:1").errors())
        .startsWith("threadmark: unknown option --gatway; did you mean --gateway?\n");
    assertThat(Execution.of(new LoadCommand(), "--batch 3").errors())
        .startsWith("threadmark: FILE is missing\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a --api-key=s3cret",
        "a --api-key s3cret",
        "--api-key s3cret",
        "--api-key=s3cret",
        "a --gateway htp://user:s3cret@h",
        "a --gateway --data=s3cret"
      })
  void whatMayBeASecretIsNotRepeated(String line) {
    Execution refused = Execution.of(new LoadCommand(), line);

    assertThat(refused.status()).as(refused.errors()).isEqualTo(2);
    assertThat(refused.errors()).startsWith("threadmark: ").doesNotContain("s3cret");
  }
}
