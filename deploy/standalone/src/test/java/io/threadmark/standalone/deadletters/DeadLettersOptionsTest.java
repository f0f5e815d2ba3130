package io.threadmark.standalone.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadmark.standalone.cli.UsageException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLettersOptionsTest {

  @Test
  void listHasUsualValues() {
    assertThat(parse("list"))
        .isEqualTo(
            new DeadLettersOptions(
                DeadLettersOptions.Action.LIST,
                List.of(),
                LetterFilter.ALL,
                1_000,
                Optional.empty(),
                false,
                Path.of(".threadmark/endpoints.json").toAbsolutePath(),
                false));
  }

  @Test
  void listTakesEveryFlag() {
    DeadLettersOptions options =
        parse(
            "list --reason invalid --stage resolve --topic threadmark.traces"
                + " --after 2026-01-31T12:00:00+01:00 --limit 5 --data /tmp/x");

    assertThat(options.filter())
        .isEqualTo(
            new LetterFilter(
                Optional.of("invalid"),
                Optional.of("resolve"),
                Optional.of("threadmark.traces"),
                Optional.of(Instant.parse("2026-01-31T11:00:00Z"))));
    assertThat(options.limit()).isEqualTo(5);
    assertThat(options.endpoints()).isEqualTo(Path.of("/tmp/x/endpoints.json"));
    assertThat(options.dataNamed()).isTrue();
  }

  @Test
  void aDayBeginsAtMidnightOfUtc() {
    assertThat(parse("list --after 2026-01-31").filter().after())
        .contains(Instant.parse("2026-01-31T00:00:00Z"));
  }

  @Test
  void replayTakesLettersOrAKindOrAll() {
    assertThat(parse("replay 0:12 3:4 --dry-run"))
        .matches(DeadLettersOptions::dryRun)
        .extracting(DeadLettersOptions::addresses)
        .isEqualTo(List.of(new LetterAddress(0, 12), new LetterAddress(3, 4)));
    assertThat(parse("replay --reason failed --stage resolve").filter().reason())
        .contains("failed");
    assertThat(parse("replay --all").filter()).isEqualTo(LetterFilter.ALL);
  }

  @Test
  void eraseTakesKeysAndTextsAgainAndAgain() {
    DeadLettersOptions options =
        parse("erase --key p/h/a --key=p/h/b --containing x --containing y --reason invalid");

    assertThat(options.erasure())
        .contains(
            new ErasureSelection(
                List.of("p/h/a", "p/h/b"),
                List.of("x", "y"),
                new LetterFilter(
                    Optional.of("invalid"), Optional.empty(), Optional.empty(), Optional.empty())));
  }

  @Test
  void eraseIsADryRunUntilItIsConfirmed() {
    assertThat(parse("erase --key p/h/a").dryRun()).isTrue();
    assertThat(parse("erase --key p/h/a --dry-run").dryRun()).isTrue();
    assertThat(parse("erase --key p/h/a --yes").dryRun()).isFalse();
  }

  @Test
  void aTextThatDidNotComeAsItWasTypedIsRefused() {
    assertThatThrownBy(() -> parse("erase --containing Zo\uFFFD"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("LC_ALL");
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
    assertThatThrownBy(() -> parse(line)).isInstanceOf(UsageException.class);
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
    assertThatThrownBy(() -> LetterAddress.parse(text))
        .isInstanceOf(UsageException.class)
        .hasMessage("a dead letter is named PARTITION:OFFSET, such as 0:12, and not '%s'", text);
  }

  @ParameterizedTest
  @CsvSource({"0:0", "7:123456789012345678"})
  void anAddressReadsAsItIsPrinted(String text) {
    assertThat(LetterAddress.parse(text)).hasToString(text);
  }

  private static DeadLettersOptions parse(String line) {
    return DeadLettersOptions.parse(line.isEmpty() ? new String[0] : line.split(" ", -1));
  }
}
