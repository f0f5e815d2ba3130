package io.threadmark.gateway.door.mlflow.search;

import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.schema.TraceId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether a condition holds of a trace, as MLflow's clients see it. */
public final class TraceTest {
  private static final int MILLIS_DIGITS = 3;

  private final Condition condition;
  private final TextPattern pattern;

  private TraceTest(Condition condition, TextPattern pattern) {
    this.condition = condition;
    this.pattern = pattern;
  }

  public static TraceTest of(Condition condition) throws InvalidEvent {
    boolean isPattern = condition.operator().isPattern();
    return new TraceTest(
        condition, isPattern ? TextPattern.of(condition.operator(), condition.value()) : null);
  }

  /**
   * Whether it holds.
   *
   * @param info what is told of the trace
   */
  public boolean holds(JsonObject info) throws InvalidEvent {
    Field.Kind kind = condition.field().kind();
    if (kind.isNumber()) {
      BigDecimal millis = millis(info);
      return millis != null && compares(millis, new BigDecimal(condition.value()));
    }
    List<String> values = values(info);
    return switch (condition.operator()) {
      case IS_NULL -> values.isEmpty();
      case IS_NOT_NULL -> !values.isEmpty();
      default -> anyHolds(values);
    };
  }

  private boolean anyHolds(List<String> values) throws InvalidEvent {
    for (String value : values) {
      if (holds(value)) {
        return true;
      }
    }
    return false;
  }

  private boolean holds(String value) throws InvalidEvent {
    if (pattern != null) {
      return pattern.fits(value);
    }
    return switch (condition.operator()) {
      case EQUAL -> equal(value, condition.value());
      case UNEQUAL -> !equal(value, condition.value());
      case IN -> condition.values().stream().anyMatch(wanted -> equal(value, wanted));
      case NOT_IN -> condition.values().stream().noneMatch(wanted -> equal(value, wanted));
      default -> {
        BigDecimal number = number(value);
        yield number != null && compares(number, new BigDecimal(condition.value()));
      }
    };
  }

  private boolean equal(String value, String wanted) {
    if (condition.field().kind() == Field.Kind.TRACE_ID) {
      return TraceId.canonical(value).equals(TraceId.canonical(wanted));
    }
    if (!condition.field().kind().isAssessment()) {
      return value.equals(wanted);
    }
    BigDecimal number = number(value);
    BigDecimal other = number == null ? null : number(wanted);
    boolean isTruth = value.equals("true") || value.equals("false");
    return value.equals(isTruth ? wanted.toLowerCase(Locale.ROOT) : wanted)
        || (other != null && number.compareTo(other) == 0);
  }

  private boolean compares(BigDecimal value, BigDecimal with) {
    int order = value.compareTo(with);
    return switch (condition.operator()) {
      case EQUAL -> order == 0;
      case UNEQUAL -> order != 0;
      case MORE -> order > 0;
      case AT_LEAST -> order >= 0;
      case LESS -> order < 0;
      case AT_MOST -> order <= 0;
      default -> false;
    };
  }

  private static BigDecimal number(String text) {
    try {
      return text.length() > 400 ? null : new BigDecimal(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private BigDecimal millis(JsonObject info) {
    BigDecimal start =
        BigDecimal.valueOf(Instant.parse(info.getString("request_time")).toEpochMilli());
    if (condition.field().kind() == Field.Kind.TIMESTAMP) {
      return start;
    }
    String duration = info.getString("execution_duration");
    if (duration == null) {
      return null;
    }
    BigDecimal took =
        new BigDecimal(duration.substring(0, duration.length() - 1)).movePointRight(MILLIS_DIGITS);
    return condition.field().kind() == Field.Kind.EXECUTION_TIME
        ? took
        : BigDecimal.valueOf(start.add(took).longValue());
  }

  private List<String> values(JsonObject info) {
    String key = condition.field().key();
    return switch (condition.field().kind()) {
      case TRACE_ID -> some(info.getString("trace_id"));
      case CLIENT_REQUEST_ID -> some(info.getString("client_request_id"));
      case NAME -> some(info.getJsonObject("tags").getString("mlflow.traceName"));
      case STATUS -> some(info.getString("state"));
      case TAG -> some(info.getJsonObject("tags").getString(key));
      case METADATA -> some(info.getJsonObject("trace_metadata").getString(key));
      case FEEDBACK -> assessed(info, "feedback");
      case EXPECTATION -> assessed(info, "expectation");
      case TIMESTAMP, EXECUTION_TIME, END_TIME -> List.of();
    };
  }

  private List<String> assessed(JsonObject info, String member) {
    List<String> values = new ArrayList<>();
    for (Object item : info.getJsonArray("assessments", new JsonArray())) {
      JsonObject assessment = (JsonObject) item;
      JsonObject said = assessment.getJsonObject(member);
      boolean isMeant =
          said != null
              && condition.field().key().equals(assessment.getString("assessment_name"))
              && Boolean.TRUE.equals(assessment.getBoolean("valid"));
      if (isMeant) {
        JsonObject packed = said.getJsonObject("serialized_value");
        Object value = packed == null ? said.getValue("value") : packed.getString("value");
        values.add(value instanceof String text ? text : io.vertx.core.json.Json.encode(value));
      }
    }
    return values;
  }

  private static List<String> some(String value) {
    return value == null ? List.of() : List.of(value);
  }
}
