package io.threadmark.standalone.dev;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.standalone.cli.Execution;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DevCommandTest {

  @Test
  void hasUsualValues() {
    DevCommand dev = Execution.parsed(new DevCommand(), "");

    assertThat(dev.port()).isEmpty();
    assertThat(dev.folder()).isEqualTo(Path.of(".threadmark").toAbsolutePath());
    assertThat(dev.demo()).isFalse();
    assertThat(dev.reset()).isFalse();
  }

  @Test
  void takesItsOptionsInBothSpellings() {
    DevCommand dev =
        Execution.parsed(new DevCommand(), "--port=9000 --demo --data /tmp/../a --reset");

    assertThat(dev.port()).contains(9000);
    assertThat(dev.folder()).isEqualTo(Path.of("/a"));
    assertThat(dev.demo()).isTrue();
    assertThat(dev.reset()).isTrue();
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
        "--port --demo",
        "--data",
        "--demo=yes",
        "--demo=true",
        "--demo --demo",
        "here"
      })
  void refusesWhatItDoesNotUnderstand(String line) {
    Execution refused = Execution.of(new DevCommand(), line);

    assertThat(refused.status()).as(refused.errors()).isEqualTo(2);
    assertThat(refused.output()).isEmpty();
    assertThat(refused.errors())
        .startsWith("threadmark: ")
        .contains(line.split("[ =]", -1)[0])
        .endsWith("\nSee 'bin/threadmark --help'.\n");
  }

  @Test
  void aWrongNumberIsToldWithItsBounds() {
    assertThat(Execution.of(new DevCommand(), "--port http").errors())
        .startsWith("threadmark: --port must be a whole number from 0 to 65535, not 'http'\n");
  }

  @Test
  void saysWhatIsWrongWithAnOption() {
    assertThat(Execution.of(new DevCommand(), "--port 1 --port 2").errors())
        .startsWith("threadmark: --port is given twice\n");
    assertThat(Execution.of(new DevCommand(), "--data --demo").errors())
        .startsWith("threadmark: --data needs a value\n");
    assertThat(Execution.of(new DevCommand(), "--reset=false").errors())
        .startsWith("threadmark: --reset takes no value\n");
  }
}
