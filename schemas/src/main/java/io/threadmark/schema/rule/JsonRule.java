package io.threadmark.schema.rule;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.threadmark.schema.Limits;
import java.io.IOException;

/**
 * What a text of JSON must keep that a record carries. The gateway writes no other; other producers
 * write to the topics too, and no later stage may meet what it cannot read.
 */
public final class JsonRule {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Limits.DEPTH)
                  .maxNumberLength(Limits.NUMBER_LENGTH)
                  .maxStringLength(Limits.BODY_BYTES)
                  .maxNameLength(Limits.BODY_BYTES)
                  .build())
          .build();

  private JsonRule() {}

  /**
   * What is wrong with a text, as the words behind the name of the field; null where it is one JSON
   * value, of numbers that keep {@link NumberRule}.
   */
  public static String of(String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      int depth = 0;
      int values = 0;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        String problem = token.isNumeric() ? NumberRule.of(parser.getText()) : null;
        if (problem != null) {
          return problem;
        }
        depth -= token.isStructEnd() ? 1 : 0;
        values += depth == 0 && !token.isStructEnd() ? 1 : 0;
        depth += token.isStructStart() ? 1 : 0;
      }
      return values == 1 ? null : "must be one JSON value";
    } catch (IOException e) {
      return "must be JSON, nested at most " + Limits.DEPTH + " deep";
    }
  }
}
