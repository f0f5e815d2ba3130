package io.threadmark.standalone.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.threadmark.standalone.cli.Execution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a command line asks the gateway for. */
class ExportOptionsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @Test
  void aFormatAloneAsksForNothingElse() throws IOException {
    assertAsked("sft", "{\"format\":\"sft\",\"filters\":{},\"rules\":{}}");
  }

  @Test
  void filtersHaveTheNamesOfTheApi() throws IOException {
    assertAsked(
        "sft --feedback-name a,b\\,c --feedback-name d --polarity positive --has-feedback true"
            + " --after 2026-01-31 --filter search=x,y --filter role=user --filter role=tool",
        """
        {"format":"sft","rules":{},"filters":{"search":"x,y","role":["user","tool"],
         "feedback_name":["a","b,c","d"],"polarity":"positive","has_feedback":"true","after":"2026-01-31"}}
        """);
  }

  @Test
  void rulesOfAFileAreGoneOverByOptions() throws IOException {
    Path rules = folder.resolve("rules.json");
    Files.writeString(
        rules,
        "{\"min_raters\":3,\"names\":[\"n\"],\"thresholds\":{\"old\":{\"positive_from\":1.50}}}");

    assertAsked(
        "kto --rules-file "
            + rules
            + " --min-raters 2 --agreement-at-least 0.75 --exclude-raters x,y --implicit"
            + " --threshold rating=4:2.5 --threshold a=b=0.5",
        """
        {"format":"kto","filters":{},"rules":{"min_raters":2,"names":["n"],
         "thresholds":{"old":{"positive_from":1.50},"rating":{"positive_from":4,"negative_to":2.5},
           "a=b":{"positive_from":0.5}},
         "agreement_at_least":0.75,"exclude_raters":["x","y"],"implicit":true}}
        """);
  }

  @Test
  void splitsAreSharesOfOne() throws IOException {
    assertAsked(
        "feedback --file csv --name tea --split 80/12.5/7.5 --salt s --near-duplicates 0.9",
        """
        {"format":"feedback","file":"csv","name":"tea","filters":{},"rules":{},
         "split":{"train":0.8,"validation":0.125,"test":0.075,"salt":"s"},
         "near_duplicates":{"similarity":0.9}}
        """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sft kto",
        "sft --split 80/10",
        "sft --split 80/10/20",
        "sft --min-raters 0",
        "sft --threshold rating",
        "sft --threshold rating=good",
        "sft --filter polarity",
        "sft --agreement-at-least most",
        "sft --gateway nowhere"
      })
  void refusesWhatItDoesNotUnderstand(String line) {
    Execution refused = Execution.of(new ExportCommand(), line);

    assertThat(refused.status()).as(refused.errors()).isEqualTo(2);
    assertThat(refused.errors()).startsWith("threadmark: ");
  }

  private static void assertAsked(String line, String request) throws IOException {
    JsonNode asked = Execution.parsed(new ExportCommand(), line).request();

    // Numbers as they are spelled on the way.
    assertThat(JSON.readTree(asked.toString())).isEqualTo(JSON.readTree(request));
  }
}
