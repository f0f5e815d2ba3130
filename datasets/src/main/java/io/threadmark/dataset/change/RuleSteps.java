package io.threadmark.dataset.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.label.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The way from some rules to others, a member at a time: what a member changes is what the rows do
 * between the rules before it and those after.
 *
 * @param from the former rules
 * @param steps in order; the last one has the rules that the way leads to
 */
record RuleSteps(Rules from, List<Step> steps) {
  /** Beyond so many, names that differ in one member are one step: each makes all rows again. */
  private static final int MOST_STEPS = 12;

  /** What feedback means comes before what counts, and that before what counts is enough. */
  private static final List<List<String>> ORDER =
      List.of(
          List.of("policy", "rename"),
          List.of("policy", "polarity"),
          List.of("thresholds"),
          List.of("names"),
          List.of("source_types"),
          List.of("exclude_raters"),
          List.of("implicit"),
          List.of("max_per_rater"),
          List.of("min_raters"),
          List.of("agreement_at_least"),
          List.of("ranking_pairs"),
          List.of("few_shot"));

  /** Members whose own members are names of feedback. */
  private static final Set<String> BY_NAME = Set.of("rename", "polarity", "thresholds");

  /**
   * A member that differs.
   *
   * @param member its path from {@code rules} on
   * @param rules with that member, and those of the steps before, as they are now
   */
  record Step(String member, Rules rules) {}

  static RuleSteps between(Rules from, Rules to) {
    List<List<String>> paths = paths(from.json(), to.json(), true);
    if (paths.size() > MOST_STEPS) {
      paths = paths(from.json(), to.json(), false);
    }
    ObjectNode rules = from.json();
    List<Step> steps = new ArrayList<>();
    for (List<String> path : paths) {
      copy(to.json(), rules, path);
      steps.add(new Step("rules." + String.join(".", path), Rules.read(rules)));
    }
    return new RuleSteps(from, steps);
  }

  private static List<List<String>> paths(ObjectNode from, ObjectNode to, boolean byName) {
    List<List<String>> paths = new ArrayList<>();
    for (List<String> path : ORDER) {
      JsonNode one = at(from, path);
      JsonNode other = at(to, path);
      if (one.equals(other)) {
        continue;
      }
      if (byName && BY_NAME.contains(path.get(path.size() - 1))) {
        Set<String> names = new TreeSet<>();
        one.fieldNames().forEachRemaining(names::add);
        other.fieldNames().forEachRemaining(names::add);
        names.removeIf(name -> one.path(name).equals(other.path(name)));
        names.forEach(name -> paths.add(appended(path, name)));
      } else {
        paths.add(path);
      }
    }
    return paths;
  }

  private static void copy(ObjectNode from, ObjectNode to, List<String> path) {
    List<String> parents = path.subList(0, path.size() - 1);
    String name = path.get(path.size() - 1);
    JsonNode value = at(from, path);
    ObjectNode parent = (ObjectNode) at(to, parents);
    if (value.isMissingNode()) {
      parent.remove(name);
    } else {
      parent.set(name, value);
    }
  }

  private static JsonNode at(JsonNode json, List<String> path) {
    JsonNode value = json;
    for (String name : path) {
      value = value.path(name);
    }
    return value;
  }

  private static List<String> appended(List<String> path, String name) {
    List<String> longer = new ArrayList<>(path);
    longer.add(name);
    return longer;
  }
}
