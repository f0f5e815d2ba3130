package io.threadmark.gateway.door.mlflow;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonList;
import io.threadmark.gateway.json.Json.JsonNumber;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.json.Json.JsonText;
import io.threadmark.gateway.json.JsonTree;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.refusal.RequestRefused;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an assessment says, beside what it is about and who says it.
 *
 * @param family what it is
 * @param name its name there
 * @param value null for none
 * @param error null for none
 */
record AssessmentContent(
    Family family,
    String name,
    Json value,
    EventMembers error,
    String rationale,
    Map<String, String> metadata) {
  /** Where what fits into no field of an error is kept. */
  static final String STACK_TRACE = "mlflow.assessment.stackTrace";

  private static final String DEFAULT_NAME = "feedback";
  private static final int MOST_STACK_TRACE = 4_000;

  /** Numbers of more digits are as they were sent; there is no need to look at them. */
  private static final int FEW_DIGITS = 40;

  static AssessmentContent of(Message assessment) throws InvalidEvent {
    Family family = family(assessment);
    String name = assessment.text("assessment_name");
    Map<String, String> metadata = new LinkedHashMap<>(assessment.strings("metadata"));
    Message said = assessment.message(family.member());
    Message failed = family == Family.FEEDBACK ? said.message("error") : null;
    return new AssessmentContent(
        family,
        name == null || name.isEmpty() ? DEFAULT_NAME : name,
        value(family, said),
        failed == null ? null : error(failed, metadata),
        assessment.text("rationale"),
        metadata);
  }

  /** Sets the members of an event that say the same. */
  void put(EventMembers members) {
    members
        .put("name", family.feedbackName(name))
        .put("value", value)
        .put("rationale", rationale)
        .put("metadata", metadata);
    if (error != null) {
      members.put("error", error);
    }
  }

  private static Family family(Message assessment) throws InvalidEvent {
    Family found = null;
    for (Family family : Family.values()) {
      if (assessment.message(family.member()) != null) {
        if (found != null) {
          throw InvalidEvent.field(
              assessment.at(family.member()),
              "stands beside " + found.member() + "; one is wanted");
        }
        found = family;
      }
    }
    if (found == null) {
      throw InvalidEvent.field(
          assessment.path(), "must have one of feedback, expectation and issue");
    }
    return found;
  }

  static Json value(Family family, Message said) throws InvalidEvent {
    return switch (family) {
      case FEEDBACK -> plain(said.any("value"));
      case EXPECTATION -> expected(said);
      case ISSUE -> new JsonText(said.required("issue_name"));
    };
  }

  private static Json expected(Message said) throws InvalidEvent {
    Message serialized = said.message("serialized_value");
    Json value = serialized == null ? said.any("value") : parsed(serialized);
    if (value == null) {
      throw InvalidEvent.field(said.at("value"), "is required");
    }
    return plain(value);
  }

  private static Json parsed(Message serialized) throws InvalidEvent {
    byte[] json = serialized.required("value").getBytes(UTF_8);
    try {
      return JsonTree.of(json, 0, json.length);
    } catch (RequestRefused e) {
      throw InvalidEvent.field(serialized.at("value"), "is " + e.getMessage());
    }
  }

  static EventMembers error(Message failed, Map<String, String> metadata) throws InvalidEvent {
    String stack = failed.text("stack_trace");
    if (stack != null && !stack.isEmpty()) {
      metadata.put(STACK_TRACE, stack.substring(Math.max(0, stack.length() - MOST_STACK_TRACE)));
    }
    return new EventMembers()
        .put("code", failed.text("error_code"))
        .put("message", failed.text("error_message"));
  }

  /** Clients make every number a floating one; a whole number is again what its user wrote. */
  private static Json plain(Json value) {
    if (value instanceof JsonNumber number) {
      return whole(number);
    }
    if (value instanceof JsonList list) {
      List<Json> items = new ArrayList<>();
      list.items().forEach(item -> items.add(plain(item)));
      return new JsonList(items);
    }
    if (value instanceof JsonObject object) {
      Map<String, Json> members = new LinkedHashMap<>();
      object.members().forEach((name, member) -> members.put(name, plain(member)));
      return new JsonObject(members);
    }
    return value;
  }

  private static JsonNumber whole(JsonNumber number) {
    if (number.text().length() > FEW_DIGITS || !number.text().contains(".")) {
      return number;
    }
    BigDecimal exact = new BigDecimal(number.text());
    boolean isSmall = Math.abs((long) exact.precision() - exact.scale()) < FEW_DIGITS;
    return isSmall && exact.stripTrailingZeros().scale() <= 0
        ? new JsonNumber(exact.toBigInteger().toString())
        : number;
  }
}
