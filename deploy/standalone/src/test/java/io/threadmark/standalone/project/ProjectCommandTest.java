package io.threadmark.standalone.project;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.standalone.cli.Execution;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectCommandTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "set f.json --project p --gateway http://h:1",
        "--project=p set --gateway=http://h:1 f.json",
        "--project p --gateway http://h:1 get"
      })
  void takesOptionsOnBothSidesOfTheAction(String line) {
    ProjectCommand project = Execution.parsed(new ProjectCommand(), line);

    assertThat(project.project()).hasValue("p");
    assertThat(project.gateway()).isEqualTo(URI.create("http://h:1"));
  }

  @Test
  void namesNoProjectUnlessOneIsNamed() {
    assertThat(Execution.parsed(new ProjectCommand(), "get").project()).isEmpty();
  }

  @Test
  void setTakesAFileOrStandardInput() {
    assertThat(set("set f.json --project p").file()).isEqualTo("f.json");
    assertThat(set("--project=p set f.json").file()).isEqualTo("f.json");
    assertThat(set("set -").file()).isEqualTo("-");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "set",
        "get f",
        "put f",
        "set f g",
        "get --gateway nowhere",
        "get --verbose",
        "--verbose get"
      })
  void refusesWhatItDoesNotUnderstand(String line) {
    Execution refused = Execution.of(new ProjectCommand(), line);

    assertThat(refused.status()).as(refused.errors()).isEqualTo(2);
    assertThat(refused.errors()).startsWith("threadmark: ");
  }

  private static SetProjectCommand set(String line) {
    return Execution.parsed(new ProjectCommand(), line, SetProjectCommand.class);
  }
}
