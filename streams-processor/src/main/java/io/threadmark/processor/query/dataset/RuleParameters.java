package io.threadmark.processor.query.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.InvalidMemberException;
import io.threadmark.dataset.label.Rules;
import io.threadmark.processor.query.http.RequestProblem;
import io.vertx.core.MultiMap;
import java.util.Set;

/**
 * Reads the rules of a dataset from an address: {@code rules} as JSON, and single members under
 * their paths, such as {@code rules.min_raters=2} or {@code
 * rules.thresholds.rating.positive_from=4}.
 */
final class RuleParameters {
  private static final String RULES = "rules";
  private static final String MEMBER = RULES + ".";

  /** Members that are lists; in an address their values stand between commas. */
  private static final Set<String> LISTS = Set.of("names", "source_types", "exclude_raters");

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private RuleParameters() {}

  /** Whether a parameter is about rules. */
  static boolean isOne(String name) {
    return name.equals(RULES) || name.startsWith(MEMBER);
  }

  /**
   * @throws RequestProblem naming the rule that is wrong
   */
  static Rules read(MultiMap given) {
    ObjectNode rules = JSON.createObjectNode();
    for (String name : given.names()) {
      if (!isOne(name)) {
        continue;
      }
      if (given.getAll(name).size() > 1) {
        throw RequestProblem.invalid(name, "must be given once");
      }
      if (name.equals(RULES)) {
        rules.setAll(whole(given.get(name)));
      }
    }
    for (String name : given.names()) {
      if (name.startsWith(MEMBER)) {
        put(rules, name, given.get(name));
      }
    }
    try {
      return Rules.read(rules);
    } catch (InvalidMemberException e) {
      throw RequestProblem.invalid(e.member(), e.problem());
    }
  }

  private static ObjectNode whole(String text) {
    try {
      if (JSON.readTree(text) instanceof ObjectNode rules) {
        return rules;
      }
    } catch (JsonProcessingException e) {
      // said below
    }
    throw RequestProblem.invalid(RULES, "must be a JSON object");
  }

  /** A name of feedback may have dots itself, so the last part of a threshold is looked for. */
  private static void put(ObjectNode rules, String name, String text) {
    String member = name.substring(MEMBER.length());
    ObjectNode in = rules;
    int first = member.indexOf('.');
    if (first >= 0) {
      in = child(rules, name, member.substring(0, first));
      String rest = member.substring(first + 1);
      int last = rest.lastIndexOf('.');
      if (last >= 0) {
        in = child(in, name, rest.substring(0, last));
        rest = rest.substring(last + 1);
      }
      member = rest;
    }
    if (in.has(member)) {
      throw RequestProblem.invalid(name, "is in rules already");
    }
    in.set(member, in == rules && LISTS.contains(member) ? list(text) : scalar(text));
  }

  private static ObjectNode child(ObjectNode of, String name, String member) {
    JsonNode child = of.has(member) ? of.get(member) : of.putObject(member);
    if (child instanceof ObjectNode object) {
      return object;
    }
    throw RequestProblem.invalid(name, "is not a rule");
  }

  private static ArrayNode list(String text) {
    ArrayNode list = JSON.createArrayNode();
    for (String value : text.split(",")) {
      list.add(value);
    }
    return list;
  }

  /** Numbers and truth values are what they look like; all else is text. */
  private static JsonNode scalar(String text) {
    try {
      JsonNode read = JSON.readTree(text);
      if (read.isNumber()) {
        return JSON.getNodeFactory().numberNode(new java.math.BigDecimal(text));
      }
      if (read.isBoolean()) {
        return read;
      }
    } catch (JsonProcessingException | NumberFormatException e) {
      // a text
    }
    return JSON.getNodeFactory().textNode(text);
  }
}
