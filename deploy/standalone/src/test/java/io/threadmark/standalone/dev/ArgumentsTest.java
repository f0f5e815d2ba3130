package io.threadmark.standalone.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadmark.standalone.cli.Command;
import io.threadmark.standalone.cli.CommandFailedException;
import io.threadmark.standalone.cli.UsageException;
import io.threadmark.standalone.load.LoadOptions;
import io.threadmark.standalone.topics.TopicsOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

  @Test
  void devHasUsualValues() {
    DevOptions options = DevOptions.parse(new String[0]);

    assertThat(options)
        .isEqualTo(
            new DevOptions(
                Optional.empty(), Path.of(".threadmark").toAbsolutePath(), false, false));
  }

  @Test
  void devTakesItsFlagsInBothSpellings() {
    DevOptions options =
        DevOptions.parse(new String[] {"--port=9000", "--demo", "--data", "/tmp/a b", "--reset"});

    assertThat(options)
        .isEqualTo(new DevOptions(Optional.of(9000), Path.of("/tmp/a b"), true, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--prot 1",
        "--port",
        "--port x",
        "--port 65536",
        "--port -1",
        "--port 1 --port 2",
        "--demo=yes",
        "--demo --demo",
        "here"
      })
  void devRefusesWhatItDoesNotUnderstand(String line) {
    assertThatThrownBy(() -> DevOptions.parse(line.split(" ", -1)))
        .isInstanceOf(UsageException.class);
  }

  @Test
  void aWrongNumberIsToldWithItsBounds() {
    assertThatThrownBy(() -> DevOptions.parse(new String[] {"--port", "http"}))
        .hasMessage("--port must be a whole number from 0 to 65535, not 'http'");
  }

  @Test
  void loadTakesStandardInput() {
    LoadOptions options = LoadOptions.parse(new String[] {"-", "--gateway", "http://h:1"});

    assertThat(options).isEqualTo(new LoadOptions("-", URI.create("http://h:1"), 500, 4));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a --gateway h:1", "a --gateway ftp://h", "a --batch 0"})
  void loadRefusesWhatItDoesNotUnderstand(String line) {
    assertThatThrownBy(() -> LoadOptions.parse(line.split(" ", -1)))
        .isInstanceOf(UsageException.class);
  }

  @Test
  void topicsTakesOneAction() {
    assertThat(TopicsOptions.parse(new String[] {"create", "--partitions", "12"}))
        .matches(options -> options.action() == TopicsOptions.Action.CREATE)
        .matches(options -> options.partitions().equals(Optional.of(12)))
        .matches(options -> !options.dataNamed());
    assertThatThrownBy(() -> TopicsOptions.parse(new String[] {"delete"}))
        .isInstanceOf(UsageException.class)
        .hasMessage("topics takes one of create and describe");
  }

  @Test
  void aMisusedCommandHasAStatusOfItsOwn() {
    assertThat(Command.exitStatus(() -> Command.DONE)).isZero();
    assertThat(Command.exitStatus(() -> fail(new UsageException("wrong flag")))).isEqualTo(2);
    assertThat(Command.exitStatus(() -> fail(new CommandFailedException("no way")))).isEqualTo(1);
  }

  private static int fail(RuntimeException failure) {
    throw failure;
  }
}
