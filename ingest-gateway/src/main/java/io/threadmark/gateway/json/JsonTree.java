package io.threadmark.gateway.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import io.threadmark.gateway.json.Json.JsonBoolean;
import io.threadmark.gateway.json.Json.JsonList;
import io.threadmark.gateway.json.Json.JsonNull;
import io.threadmark.gateway.json.Json.JsonNumber;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.json.Json.JsonText;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.refusal.RequestRefused;
import io.threadmark.schema.Limits;
import io.threadmark.schema.rule.NumberRule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one value of a JSON document into memory, and no more of it than an event may have. */
public final class JsonTree {
  private static final String HALF_A_PAIR =
      "has half of a surrogate pair, which is not a character";

  /** Room to begin with: an event may be hundreds of thousands of tiny objects. */
  private static final int FEW = 4;

  private final JsonParser parser;
  private final int outerDepth;
  private int characters;

  private JsonTree(JsonParser parser, int outerDepth) {
    this.parser = parser;
    this.outerDepth = outerDepth;
  }

  /** Reads a text that is one value. */
  public static Json of(byte[] text, int from, int to) throws RequestRefused, InvalidEvent {
    return JsonDocument.<Json, InvalidEvent>read(text, from, to, parser -> read(parser, 0));
  }

  /**
   * Reads the value that begins at the parser's current token and leaves the parser behind it, also
   * where the value is refused.
   *
   * @param outerDepth how deep the parser was nested before the value
   * @throws InvalidEvent where the value is JSON but not as an event may be
   * @throws IOException where it is not JSON
   */
  public static Json read(JsonParser parser, int outerDepth) throws IOException, InvalidEvent {
    long start = parser.currentTokenLocation().getByteOffset();
    try {
      Json value = new JsonTree(parser, outerDepth).value();
      if (end(parser) - start > Limits.EVENT_BYTES) {
        throw tooLarge();
      }
      return value;
    } catch (InvalidEvent e) {
      while (parser.getParsingContext().getNestingDepth() > outerDepth) {
        parser.nextToken();
      }
      throw e;
    }
  }

  private static long end(JsonParser parser) throws IOException {
    parser.finishToken();
    return parser.currentLocation().getByteOffset();
  }

  private Json value() throws IOException, InvalidEvent {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> object();
      case START_ARRAY -> list();
      case VALUE_STRING -> new JsonText(wellFormed(counted(parser.getText())));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
      case VALUE_TRUE -> new JsonBoolean(true);
      case VALUE_FALSE -> new JsonBoolean(false);
      case VALUE_NULL -> JsonNull.NULL;
      default -> throw new IllegalStateException("no value begins with " + token);
    };
  }

  private JsonObject object() throws IOException, InvalidEvent {
    checkDepth();
    Map<String, Json> members = new LinkedHashMap<>(FEW);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = wellFormed(counted(parser.currentName()));
      parser.nextToken();
      if (members.put(name, value()) != null) {
        throw new InvalidEvent(ErrorCode.DUPLICATE_FIELD, path(), "is there twice");
      }
    }
    return new JsonObject(members);
  }

  private JsonList list() throws IOException, InvalidEvent {
    checkDepth();
    List<Json> items = new ArrayList<>(FEW);
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      counted("");
      items.add(value());
    }
    return new JsonList(items);
  }

  private JsonNumber number() throws IOException, InvalidEvent {
    String text = counted(parser.getText());
    String problem = NumberRule.of(text);
    if (problem != null) {
      throw InvalidEvent.field(path(), problem);
    }
    return new JsonNumber(text);
  }

  /** Counts what certainly took as many bytes, so that no giant is built before it is measured. */
  private String counted(String text) throws InvalidEvent {
    characters += text.length() + 1;
    if (characters > Limits.EVENT_BYTES) {
      throw tooLarge();
    }
    return text;
  }

  private void checkDepth() throws InvalidEvent {
    if (parser.getParsingContext().getNestingDepth() - outerDepth > Limits.DEPTH) {
      throw InvalidEvent.field(path(), "is nested more than " + Limits.DEPTH + " deep");
    }
  }

  private String wellFormed(String text) throws InvalidEvent {
    if (Utf8.firstLoneSurrogate(text) >= 0) {
      throw InvalidEvent.field(path(), HALF_A_PAIR);
    }
    return text;
  }

  public static String wellFormedName(String name) throws InvalidEvent {
    if (Utf8.firstLoneSurrogate(name) >= 0) {
      throw InvalidEvent.field("", "a name " + HALF_A_PAIR);
    }
    return name;
  }

  public static InvalidEvent tooLarge() {
    return new InvalidEvent(
        ErrorCode.TOO_LARGE, "", "an event has at most " + Limits.EVENT_BYTES + " bytes of JSON");
  }

  private String path() {
    StringBuilder path = new StringBuilder();
    prepend(parser.getParsingContext(), path);
    return path.toString();
  }

  private void prepend(JsonStreamContext context, StringBuilder path) {
    if (context == null || context.getNestingDepth() <= outerDepth || path.length() > 1000) {
      return;
    }
    if (context.inArray()) {
      path.insert(0, "[" + context.getCurrentIndex() + "]" + dotBefore(path));
    } else if (context.getCurrentName() != null
        && Utf8.firstLoneSurrogate(context.getCurrentName()) < 0) {
      path.insert(0, context.getCurrentName() + dotBefore(path));
    }
    prepend(context.getParent(), path);
  }

  private static String dotBefore(StringBuilder path) {
    return path.length() == 0 || path.charAt(0) == '[' ? "" : ".";
  }
}
