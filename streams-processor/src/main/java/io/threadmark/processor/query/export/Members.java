package io.threadmark.processor.query.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.processor.query.http.QueryParameters;
import io.threadmark.processor.query.http.RequestProblem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads the members of a JSON object, naming the one that is wrong by its path. */
final class Members {
  private final String path;
  private final ObjectNode object;

  private Members(String path, ObjectNode object) {
    this.path = path;
    this.object = object;
  }

  /**
   * @param path of the object; empty for the body itself
   * @throws RequestProblem where it is no object
   */
  static Members of(String path, JsonNode value) {
    if (value instanceof ObjectNode object) {
      return new Members(path, object);
    }
    throw RequestProblem.invalid(path.isEmpty() ? "body" : path, "must be an object");
  }

  /** Refuses members of other names, asking whether the nearest was meant. */
  Members know(Set<String> names) {
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!names.contains(name)) {
                throw wrong(
                    name, "is not known here" + QueryParameters.meant(name, new TreeSet<>(names)));
              }
            });
    return this;
  }

  /** The names that are there. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** Whether a member is there, and is not null. */
  boolean has(String name) {
    return object.hasNonNull(name);
  }

  JsonNode value(String name) {
    return object.get(name);
  }

  String pathOf(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  RequestProblem wrong(String name, String message) {
    return RequestProblem.invalid(pathOf(name), message);
  }

  /** A text; the fallback where it is left out. */
  String text(String name, String fallback, int mostCharacters) {
    if (!has(name)) {
      return fallback;
    }
    String text = value(name).isTextual() ? value(name).textValue() : null;
    if (text == null || text.codePoints().anyMatch(Character::isISOControl)) {
      throw wrong(name, "must be a text without control characters");
    }
    if (text.length() > mostCharacters) {
      throw wrong(name, "must have at most " + mostCharacters + " characters");
    }
    return text;
  }

  /** A whole number within bounds, both included. */
  int whole(String name, int fallback, int least, int most) {
    if (!has(name)) {
      return fallback;
    }
    JsonNode value = value(name);
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < least
        || value.intValue() > most) {
      throw wrong(name, "must be a whole number from " + least + " to " + most);
    }
    return value.intValue();
  }

  /** A number as it is spelled; null where it is left out. */
  BigDecimal number(String name) {
    if (!has(name)) {
      return null;
    }
    BigDecimal number = value(name).isNumber() ? value(name).decimalValue() : null;
    // Of 1e999999999 nobody wants to see the digits.
    if (number == null || Math.abs((long) number.precision() - number.scale()) > 400) {
      throw wrong(name, "must be a number");
    }
    return number;
  }

  /** A number from 0 to 1; the fallback where it is left out. */
  BigDecimal share(String name, BigDecimal fallback) {
    BigDecimal share = number(name);
    if (share == null) {
      return fallback;
    }
    if (share.signum() < 0 || share.compareTo(BigDecimal.ONE) > 0) {
      throw wrong(name, "must be from 0 to 1");
    }
    return share;
  }

  /** The members of an object; null where it is left out. */
  Members object(String name) {
    return has(name) ? of(pathOf(name), value(name)) : null;
  }
}
