package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.testkit.Command;
import io.threadmark.testkit.Distribution;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code bin/threadmark} says to those who ask it for help, or misspell something. */
class CommandLineIT {
  @TempDir private static Path folder;

  @BeforeAll
  static void install() throws Exception {
    Distribution.install(folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev",
        "gateway",
        "processor",
        "topics",
        "load",
        "export",
        "project",
        "dead-letters"
      })
  void everyCommandTellsWhatItTakes(String name) throws Exception {
    Command help = run(name, "--help");

    assertThat(help.status()).as(help.errors()).isZero();
    assertThat(help.output()).startsWith("Usage: threadmark " + name + " ").contains("--help");
    assertThat(help.errors()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev",
        "gateway",
        "processor",
        "topics",
        "load",
        "export",
        "project",
        "dead-letters"
      })
  void everyCommandNamesWhatItDoesNotUnderstand(String name) throws Exception {
    Command misused = run(name, "--hepl");

    assertThat(misused.status()).isEqualTo(2);
    assertThat(misused.output()).isEmpty();
    assertThat(misused.errors())
        .isEqualTo(
            "threadmark: unknown option --hepl; did you mean --help?\nSee '%s %s --help'.\n"
                .formatted(folder.resolve("bin/threadmark"), name));
  }

  @Test
  void helpIsToldInAllItsSpellings() throws Exception {
    Command help = run("help");

    assertThat(help.status()).as(help.errors()).isZero();
    assertThat(help.output()).startsWith("Usage: threadmark ").contains("dead-letters");
    assertThat(run("--help")).isEqualTo(help);
    assertThat(run("-h")).isEqualTo(help);
    assertThat(run()).isEqualTo(help);
    assertThat(run("help", "topics", "create")).isEqualTo(run("topics", "create", "--help"));
  }

  @Test
  void theVersionIsThatOfTheJar() throws Exception {
    Command version = run("version");

    assertThat(version.status()).as(version.errors()).isZero();
    assertThat(version.output()).startsWith("threadmark ");
    assertThat(Distribution.ownJar().getFileName())
        .hasToString("threadmark-standalone-%s.jar".formatted(version.output().split("\\s")[1]));
    assertThat(run("--version")).isEqualTo(version);
  }

  @Test
  void aMisspeltCommandIsToldWithTheNearest() throws Exception {
    Command misused = run("dead-leters", "list");

    assertThat(misused.status()).isEqualTo(2);
    assertThat(misused.errors())
        .startsWith("threadmark: unknown command 'dead-leters'; did you mean dead-letters?\n");
  }

  @ParameterizedTest
  @CsvSource({
    "gateway,THREADMARK_SCHEMA_REGISTRY_URL",
    "processor,THREADMARK_KAFKA_BOOTSTRAP_SERVERS"
  })
  void aRoleThatLacksASettingNamesItAndHasStatusTwo(String role, String variable) throws Exception {
    Command failed = run(role);

    assertThat(failed.status()).isEqualTo(2);
    assertThat(failed.output() + failed.errors()).contains(variable + " is not set");
  }

  private static Command run(String... arguments) throws Exception {
    return Command.run(folder, Map.of(), arguments);
  }
}
