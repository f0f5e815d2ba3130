package io.threadmark.dataset.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.schema.rule.NearestNames;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * The members of a JSON object that someone wrote. What is absent, or null, has its default; what
 * is not known or not of its type is an {@link InvalidMemberException}.
 */
public final class Members {
  private final JsonNode object;
  private final String path;

  private Members(JsonNode object, String path) {
    this.object = object;
    this.path = path;
  }

  /**
   * Those of an object.
   *
   * @param path what errors call the object
   * @param known the names that its members can have
   */
  public static Members of(JsonNode value, String path, Collection<String> known) {
    Members members = any(value, path);
    for (Iterator<String> names = value.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        List<String> near = NearestNames.of(name, known);
        throw members.invalid(
            name,
            near.isEmpty()
                ? "is not known; there are " + String.join(", ", known)
                : "is not known; is it " + String.join(" or ", near) + "?");
      }
    }
    return members;
  }

  public boolean isTrue(String name) {
    JsonNode value = value(name);
    if (value != null && !value.isBoolean()) {
      throw invalid(name, "must be true or false");
    }
    return value != null && value.booleanValue();
  }

  /** Null where it is absent. */
  public Integer whole(String name) {
    BigDecimal number = number(name);
    if (number == null) {
      return null;
    }
    try {
      return number.intValueExact();
    } catch (ArithmeticException e) {
      throw invalid(name, "must be a whole number of at most " + Integer.MAX_VALUE);
    }
  }

  /** Digit by digit; null where it is absent. */
  public BigDecimal number(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw invalid(name, "must be a number");
    }
    return value.decimalValue();
  }

  /** One of some words; null where it is absent. */
  public String word(String name, List<String> words) {
    JsonNode value = value(name);
    if (value != null && !(value.isTextual() && words.contains(value.textValue()))) {
      throw invalid(name, "must be one of " + String.join(", ", words));
    }
    return value == null ? null : value.textValue();
  }

  /** A text with something in it; null where it is absent. */
  public String text(String name) {
    JsonNode value = value(name);
    if (value != null && (!value.isTextual() || value.textValue().isEmpty())) {
      throw invalid(name, "must be a text that is not empty");
    }
    return value == null ? null : value.textValue();
  }

  /** A list of texts; empty where it is absent. */
  public SortedSet<String> texts(String name) {
    SortedSet<String> texts = new TreeSet<>();
    for (JsonNode item : list(name)) {
      if (!item.isTextual() || item.textValue().isEmpty()) {
        throw invalid(name, "must have texts that are not empty");
      }
      texts.add(item.textValue());
    }
    return texts;
  }

  /** A list of some words; empty where it is absent. */
  public SortedSet<String> words(String name, List<String> words) {
    SortedSet<String> found = texts(name);
    if (!words.containsAll(found)) {
      throw invalid(name, "must have only words of " + String.join(", ", words));
    }
    return found;
  }

  /** Null where it is absent. */
  public Members object(String name, Collection<String> known) {
    JsonNode value = value(name);
    return value == null ? null : of(value, at(name), known);
  }

  /**
   * A map from names that anyone may choose; empty where it is absent, and without the names whose
   * value is null.
   *
   * @param reader of the value of a name
   */
  public <T> SortedMap<String, T> named(String name, BiFunction<Members, String, T> reader) {
    SortedMap<String, T> map = new TreeMap<>();
    JsonNode value = value(name);
    if (value != null) {
      Members members = any(value, at(name));
      for (Map.Entry<String, JsonNode> entry : value.properties()) {
        if (!entry.getValue().isNull()) {
          map.put(entry.getKey(), reader.apply(members, entry.getKey()));
        }
      }
    }
    return map;
  }

  /** The path of a member. */
  public String at(String name) {
    return path + "." + name;
  }

  public InvalidMemberException invalid(String name, String problem) {
    return new InvalidMemberException(at(name), problem);
  }

  private static Members any(JsonNode value, String path) {
    if (!value.isObject()) {
      throw new InvalidMemberException(path, "must be an object");
    }
    return new Members(value, path);
  }

  private JsonNode list(String name) {
    JsonNode value = value(name);
    if (value != null && !value.isArray()) {
      throw invalid(name, "must be a list");
    }
    return value == null ? Json.array() : value;
  }

  /** Null where it is absent. */
  private JsonNode value(String name) {
    JsonNode value = object.path(name);
    return value.isMissingNode() || value.isNull() ? null : value;
  }
}
