package io.threadmark.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShellCommandTest {

  @Test
  void whatAShellWouldTakeApartIsQuoted() {
    assertThat(ShellCommand.of(List.of("topics", "--data", "/home/a b/it's")))
        .isEqualTo("bin/threadmark topics --data '/home/a b/it'\\''s'");
  }
}
