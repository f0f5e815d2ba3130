package io.threadmark.gateway.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.threadmark.schema.Limits;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says in words of our own why a text is no JSON. A parser speaks of its options, which nobody who
 * sends JSON can set, and repeats what was sent; of its words only the kind of fault is used.
 */
final class JsonFault {
  private static final String NO_VALUE =
      "a value is null, true, false, a number, a text in double quotes, a list or an object";

  private static final String NO_NUMBER =
      "a number has no leading zero and no plus, and a digit on both sides of its point";

  /** What other languages write, and what it is in JSON. */
  private static final Map<String, String> FOREIGN =
      Map.of(
          "None", "null",
          "nil", "null",
          "undefined", "null",
          "nan", "null",
          "inf", "null",
          "True", "true",
          "TRUE", "true",
          "False", "false",
          "FALSE", "false");

  private static final Pattern WORD = Pattern.compile("Unrecognized token '(\\w*)'");
  private static final Pattern CHARACTER =
      Pattern.compile("Unexpected character \\('.*' \\(code (\\d+)", Pattern.DOTALL);

  /** Other kinds of fault, by what the parser's words begin with. */
  private static final Map<String, String> OTHERS =
      Map.of(
          "Invalid numeric value", NO_NUMBER,
          "Illegal unquoted character", "a control character, such as a line break, is not escaped",
          "Unrecognized character escape", "a backslash stands before what it cannot escape",
          "Unexpected close marker", "a bracket closes what is not open");

  private JsonFault() {}

  static String of(JsonProcessingException fault) {
    if (fault instanceof StreamConstraintsException) {
      return "it is nested much more than " + Limits.DEPTH + " deep";
    }
    if (fault instanceof JsonEOFException) {
      return "it breaks off before it is complete";
    }
    String message = fault.getOriginalMessage();
    Matcher word = WORD.matcher(message);
    if (word.lookingAt()) {
      return ofWord(word.group(1));
    }
    Matcher character = CHARACTER.matcher(message);
    if (character.lookingAt()) {
      return ofCharacter(Integer.parseInt(character.group(1)));
    }
    return OTHERS.entrySet().stream()
        .filter(other -> message.startsWith(other.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("it cannot be parsed");
  }

  private static String ofWord(String word) {
    String meant = FOREIGN.get(word);
    return meant == null ? NO_VALUE : word + " is no value in JSON, which has " + meant;
  }

  private static String ofCharacter(int character) {
    return switch (character) {
      case '\'' -> "texts and names stand in double quotes, not in single ones";
      case '/', '#' -> "there are no comments in JSON";
      case ',', '}', ']' -> "a name or a value is missing, or there is a comma too many";
      case '.', '+', '-' -> NO_NUMBER;
      default ->
          "something is missing, such as a comma, a colon, or double quotes around a name or text";
    };
  }
}
