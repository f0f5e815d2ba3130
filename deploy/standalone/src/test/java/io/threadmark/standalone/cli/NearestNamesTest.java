package io.threadmark.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearestNamesTest {
  private static final List<String> NAMES =
      List.of("-h", "--help", "--port", "--data", "--partitions", "--demo");

  @ParameterizedTest
  @CsvSource({
    "--prot,--port",
    "--pot,--port",
    "--portt,--port",
    "-port,--port",
    "--dota,--data",
    "--partition,--partitions",
    "--patritons,--partitions"
  })
  void aSlipOrTwoAreForgiven(String typed, String meant) {
    assertThat(NearestNames.of(typed, NAMES)).containsExactly(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--prto1", "--verbose", "-x", "--", ""})
  void whatIsFarFromAllNamesHasNoneNearIt(String typed) {
    assertThat(NearestNames.of(typed, NAMES)).isEmpty();
  }

  @Test
  void allThatAreEquallyNearAreNamed() {
    assertThat(NearestNames.of("det", List.of("set", "get", "list"))).containsExactly("get", "set");
  }
}
