package io.threadmark.gateway.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.RequestRefused;
import io.threadmark.schema.Limits;
import java.io.IOException;

/** A text of UTF-8 that holds exactly one JSON value. */
public final class JsonDocument {
  /** Takes the value; the parser stands at its first token. */
  @FunctionalInterface
  public interface Reading<T, X extends Exception> {
    public T read(JsonParser parser) throws IOException, RequestRefused, X;
  }

  /**
   * What keeps the parser itself from harm. What an event may have is less and told better: see
   * {@link JsonTree}.
   */
  private static final StreamReadConstraints CONSTRAINTS =
      StreamReadConstraints.builder()
          .maxNestingDepth(10 * Limits.DEPTH)
          .maxNumberLength(Limits.BODY_BYTES)
          .maxStringLength(Limits.BODY_BYTES)
          .maxNameLength(Limits.BODY_BYTES)
          .build();

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES) // names are the clients', without end
          .streamReadConstraints(CONSTRAINTS)
          // NaN and the infinities, as some write them, are then the fault of one item.
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private JsonDocument() {}

  /**
   * Reads the one value of a text.
   *
   * @throws RequestRefused with INVALID_JSON where it is not JSON, EMPTY where there is nothing
   */
  public static <T, X extends Exception> T read(
      byte[] text, int from, int to, Reading<T, X> reading) throws RequestRefused, X {
    refuseUnlessUtf8(text, from, to);
    try (JsonParser parser = JSON.createParser(text, from, to - from)) {
      if (parser.nextToken() == null) {
        throw new RequestRefused(ErrorCode.EMPTY, "the body is empty");
      }
      T value = reading.read(parser);
      if (parser.nextToken() != null) {
        throw invalid("there is more behind the value" + at(parser.currentTokenLocation()));
      }
      return value;
    } catch (JsonProcessingException e) {
      throw invalid(JsonFault.of(e) + at(e.getLocation()));
    } catch (IOException | IllegalStateException e) {
      // Memory does not fail: these are a parser's last words about names made to collide.
      throw invalid("it cannot be parsed");
    }
  }

  private static void refuseUnlessUtf8(byte[] text, int from, int to) throws RequestRefused {
    int malformed = Utf8.firstMalformed(text, from, to);
    if (malformed >= 0) {
      throw invalid("byte " + (malformed - from) + " is not UTF-8");
    }
    // The parser would read UTF-16 and UTF-32, whose first character has a zero byte.
    for (int i = from; i < Math.min(from + 4, to); i++) {
      if (text[i] == 0) {
        throw invalid("it is not UTF-8");
      }
    }
  }

  private static RequestRefused invalid(String reason) {
    return new RequestRefused(ErrorCode.INVALID_JSON, "not valid JSON: " + reason);
  }

  private static String at(JsonLocation location) {
    return location == null
        ? ""
        : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
  }
}
