package io.threadmark.standalone.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.standalone.cli.CommandFailedException;
import io.threadmark.standalone.cli.InputFile;
import io.threadmark.standalone.cli.StandsAlone;
import io.threadmark.standalone.cli.WholeNumber;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say what counts as a label; see docs/datasets.md. */
final class RuleOptions {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .setNodeFactory(JsonNodeFactory.withExactBigDecimals(true));

  @Option(
      names = "--rules-file",
      paramLabel = "FILE",
      description =
          "A file of rules as JSON, as a package's manifest.json has them under 'rules'; - is"
              + " standard input. Options for single rules go before it.")
  private String file;

  @Option(
      names = "--min-raters",
      paramLabel = "N",
      converter = Count.class,
      description = "How many judges an answer or a pair must have.")
  private Integer minRaters;

  @Option(
      names = "--max-per-rater",
      paramLabel = "N",
      converter = Count.class,
      description = "How much feedback of one judge counts.")
  private Integer maxPerRater;

  @Option(
      names = "--agreement-at-least",
      paramLabel = "SHARE",
      description = "The share of the judges that must agree, from 0 to 1.")
  private BigDecimal agreement;

  @Option(
      names = "--exclude-raters",
      paramLabel = "IDS",
      description = "Judges whose feedback does not count.")
  private List<String> excludeRaters;

  @Option(
      names = "--threshold",
      paramLabel = "NAME=FROM[:TO]",
      converter = Threshold.Reader.class,
      description =
          "From where on a number of that name speaks for an answer, and up to where against it,"
              + " such as rating=4:2.")
  private List<Threshold> thresholds;

  @Option(
      names = "--implicit",
      preprocessor = StandsAlone.class,
      description = "Count implicit signals, such as copied, too.")
  private boolean implicit;

  private static final class Count extends WholeNumber {
    Count() {
      super(1, Integer.MAX_VALUE);
    }
  }

  /** The rules as the API takes them. */
  ObjectNode json() throws IOException {
    ObjectNode rules = file == null ? JSON.createObjectNode() : read();
    if (minRaters != null) {
      rules.put("min_raters", minRaters);
    }
    if (maxPerRater != null) {
      rules.put("max_per_rater", maxPerRater);
    }
    if (agreement != null) {
      rules.put("agreement_at_least", agreement);
    }
    if (excludeRaters != null) {
      rules.remove("exclude_raters");
      excludeRaters.forEach(
          each -> CommaList.of(each).forEach(rules.withArray("exclude_raters")::add));
    }
    if (thresholds != null) {
      thresholds.forEach(threshold -> threshold.into(rules.withObject("/thresholds")));
    }
    if (implicit) {
      rules.put("implicit", true);
    }
    return rules;
  }

  private ObjectNode read() throws IOException {
    try (InputStream in = InputFile.open(file)) {
      JsonNode rules = JSON.readTree(in);
      if (rules instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      // said below
    }
    throw new CommandFailedException(file + " must hold a JSON object of rules");
  }
}
