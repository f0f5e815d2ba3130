package io.threadmark.standalone.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadmark.standalone.cli.Execution;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DeadLettersCommandTest {
  @TempDir private Path folder;

  @Test
  void listHasUsualValues() {
    ListLettersCommand list = parse("list", ListLettersCommand.class);

    assertThat(list.filter()).isEqualTo(LetterFilter.ALL);
    assertThat(list.limit()).isEqualTo(1_000);
    assertThat(list.data().endpoints())
        .isEqualTo(Path.of(".threadmark/endpoints.json").toAbsolutePath());
    assertThat(list.data().isNamed()).isFalse();
  }

  @Test
  void listTakesEveryOption() {
    ListLettersCommand list =
        parse(
            "list --reason invalid --stage resolve --topic threadmark.traces"
                + " --after 2026-01-31T12:00:00+01:00 --limit 5 --data /tmp/x",
            ListLettersCommand.class);

    assertThat(list.filter())
        .isEqualTo(
            new LetterFilter(
                Optional.of("invalid"),
                Optional.of("resolve"),
                Optional.of("threadmark.traces"),
                Optional.of(Instant.parse("2026-01-31T11:00:00Z"))));
    assertThat(list.limit()).isEqualTo(5);
    assertThat(list.data().endpoints()).isEqualTo(Path.of("/tmp/x/endpoints.json"));
    assertThat(list.data().isNamed()).isTrue();
  }

  @Test
  void aDayBeginsAtMidnightOfUtc() {
    assertThat(parse("list --after 2026-01-31", ListLettersCommand.class).filter().after())
        .contains(Instant.parse("2026-01-31T00:00:00Z"));
  }

  @Test
  void replayTakesLettersOrAKindOrAll() {
    ReplayLettersCommand two = replay("replay 0:12 3:4 --dry-run");
    assertThat(two.dryRun()).isTrue();
    assertThat(two.addresses()).containsExactly(new LetterAddress(0, 12), new LetterAddress(3, 4));
    assertThat(replay("replay --reason failed --stage resolve").filter().reason())
        .contains("failed");
    assertThat(replay("replay --all").filter()).isEqualTo(LetterFilter.ALL);
    assertThat(replay("replay --all").dryRun()).isFalse();
  }

  @Test
  void eraseTakesKeysAndTextsAgainAndAgain() {
    EraseLettersCommand erase =
        erase("erase --key p/h/a --key=p/h/b --containing x --containing @y --reason invalid");

    assertThat(erase.selection())
        .isEqualTo(
            new ErasureSelection(
                List.of("p/h/a", "p/h/b"),
                List.of("x", "@y"),
                new LetterFilter(
                    Optional.of("invalid"), Optional.empty(), Optional.empty(), Optional.empty())));
  }

  @Test
  void eraseIsADryRunUntilItIsConfirmed() {
    assertThat(erase("erase --key p/h/a").dryRun()).isTrue();
    assertThat(erase("erase --key p/h/a --dry-run").dryRun()).isTrue();
    assertThat(erase("erase --key p/h/a --yes").dryRun()).isFalse();
  }

  @Test
  void aTextThatDidNotComeAsItWasTypedIsRefused() {
    Execution refused = Execution.of(new DeadLettersCommand(), "erase --containing Zo\uFFFD");

    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.errors()).startsWith("threadmark: --containing has a ").contains("LC_ALL");
  }

  /** They are understood, and fail only since there is no cluster. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "list",
        "show 0:1",
        "replay 0:1",
        "replay --all",
        "replay --after 2026-01-31",
        "erase --key a",
        "erase --containing a --yes"
      })
  void whatIsUnderstoodGoesToTheCluster(String line) {
    Execution failed =
        Execution.of(new DeadLettersCommand(), line + " --data " + folder.resolve("none"));

    assertThat(failed.status()).as(failed.errors()).isEqualTo(1);
    assertThat(failed.errors()).startsWith("threadmark: no 'threadmark dev' runs here");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "delete",
        "--data x list",
        "list 0:1",
        "list --limit 0",
        "list --limit 100001",
        "list --after yesterday",
        "list --after 2026-13-01",
        "list --after 2026-01-01T00:00:00",
        "list --all",
        "list --dry-run",
        "show",
        "show 0:1 0:2",
        "show 0:1 --reason x",
        "replay",
        "replay --dry-run",
        "replay --all 0:1",
        "replay --all --reason x",
        "replay --reason x 0:1",
        "replay --limit 3 --all",
        "replay --yes --all",
        "erase",
        "erase --yes",
        "erase --all --yes",
        "erase 0:1 --yes",
        "erase 0:1 --key a --yes",
        "erase --reason x --yes",
        "erase --key",
        "erase --key= --yes",
        "erase --containing= --yes",
        "erase --reason x --reason y --key a",
        "erase --key a --yes --dry-run",
        "erase --key a --limit 3",
        "list --key a"
      })
  void whatIsNotUnderstoodIsRefused(String line) {
    Execution refused = Execution.of(new DeadLettersCommand(), line);

    assertThat(refused.status()).as(refused.errors()).isEqualTo(2);
    assertThat(refused.output()).isEmpty();
    assertThat(refused.errors()).startsWith("threadmark: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "0:",
        ":1",
        "0:1:2",
        "-1:0",
        "0:-1",
        "a:1",
        "0:1 ",
        "0:0x1",
        "٣:1",
        "9999999999:0"
      })
  void anAddressIsAPartitionAndAnOffset(String text) {
    assertThatThrownBy(() -> new LetterAddress.Converter().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("must name a dead letter, such as 0:12, not '%s'", text);
  }

  @ParameterizedTest
  @CsvSource({"0:0", "7:123456789012345678"})
  void anAddressReadsAsItIsPrinted(String text) {
    assertThat(new LetterAddress.Converter().convert(text)).hasToString(text);
  }

  private static ReplayLettersCommand replay(String line) {
    return parse(line, ReplayLettersCommand.class);
  }

  private static EraseLettersCommand erase(String line) {
    return parse(line, EraseLettersCommand.class);
  }

  private static <C> C parse(String line, Class<C> command) {
    return Execution.parsed(new DeadLettersCommand(), line, command);
  }
}
