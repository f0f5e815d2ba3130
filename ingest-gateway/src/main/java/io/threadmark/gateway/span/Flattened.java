package io.threadmark.gateway.span;

import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonList;
import io.threadmark.gateway.json.Json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A list or object that is spread over attributes, put together again: {@code a.0.role} is the
 * {@code role} of the first item. Holes in the numbers close up.
 */
final class Flattened {
  /** Beyond it a name is a name: nobody means lists in lists so deep. */
  private static final int MOST_PARTS = 16;

  private static final int MOST_DIGITS = 6;

  /** A value, or more parts by their names; both where names are parts of other names. */
  private static final class Node {
    private final Map<String, Node> parts = new LinkedHashMap<>();
    private Json value;

    Json json() {
      if (parts.isEmpty()) {
        return value;
      }
      return parts.keySet().stream().allMatch(Flattened::isIndex) ? list() : object();
    }

    private Json list() {
      Map<Integer, Json> items = new TreeMap<>();
      parts.forEach((index, part) -> items.put(Integer.valueOf(index), part.json()));
      return new JsonList(new ArrayList<>(items.values()));
    }

    private Json object() {
      Map<String, Json> members = new LinkedHashMap<>();
      parts.forEach((name, part) -> members.put(name, part.json()));
      return new JsonObject(members);
    }
  }

  private Flattened() {}

  /** The list whose items' names begin so; null where there is none. */
  static JsonList list(JsonObject attributes, String prefix) {
    Node root = new Node();
    attributes
        .members()
        .forEach(
            (name, value) -> {
              if (name.startsWith(prefix)) {
                place(root, name.substring(prefix.length()), value);
              }
            });
    List<Json> items = new ArrayList<>();
    Map<Integer, Node> byIndex = new TreeMap<>();
    root.parts.forEach(
        (name, part) -> {
          if (isIndex(name)) {
            byIndex.put(Integer.valueOf(name), part);
          }
        });
    byIndex.values().forEach(part -> items.add(part.json()));
    return items.isEmpty() ? null : new JsonList(items);
  }

  /** The object whose members' names begin so; null where there is none. */
  static JsonObject entries(JsonObject attributes, String prefix) {
    Map<String, Json> members = new LinkedHashMap<>();
    attributes
        .members()
        .forEach(
            (name, value) -> {
              if (name.startsWith(prefix) && name.length() > prefix.length()) {
                members.put(name.substring(prefix.length()), value);
              }
            });
    return members.isEmpty() ? null : new JsonObject(members);
  }

  private static void place(Node root, String path, Json value) {
    Node node = root;
    for (String part : path.split("\\.", MOST_PARTS)) {
      node = node.parts.computeIfAbsent(part, name -> new Node());
    }
    node.value = value;
  }

  private static boolean isIndex(String name) {
    return !name.isEmpty()
        && name.length() <= MOST_DIGITS
        && name.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
