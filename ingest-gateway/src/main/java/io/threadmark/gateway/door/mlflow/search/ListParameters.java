package io.threadmark.gateway.door.mlflow.search;

import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.schema.rule.TimeRule;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The parameters of a list of traces that say what conditions say, as far as they can, and what is
 * left to be looked at trace by trace.
 */
public final class ListParameters {
  private static final String EXPECTATION = "expectation:";
  private static final String SESSION = "mlflow.trace.session";
  private static final String USER = "mlflow.trace.user";

  private static final BigDecimal EARLIEST = BigDecimal.valueOf(TimeRule.EARLIEST.toEpochMilli());

  /** The end of the year 9999, the last that a time may be written with. */
  private static final BigDecimal LATEST = BigDecimal.valueOf(253_402_300_799_999L);

  private static final Map<String, String> ORDERS =
      Map.of(
          "timestamp", "created",
          "timestamp_ms", "created",
          "execution_time", "latency",
          "execution_time_ms", "latency");

  private final Map<String, List<String>> parameters = new LinkedHashMap<>();
  private final List<TraceTest> rest = new ArrayList<>();

  private ListParameters() {}

  public static ListParameters of(List<Condition> conditions) throws InvalidEvent {
    ListParameters read = new ListParameters();
    for (Condition condition : conditions) {
      if (!read.says(condition)) {
        read.rest.add(TraceTest.of(condition));
      }
    }
    return read;
  }

  /** Each with all of its values. */
  public Map<String, List<String>> parameters() {
    return parameters;
  }

  /** What they do not say. */
  public List<TraceTest> rest() {
    return rest;
  }

  /**
   * The order of a list, by what a client asks for: by the first alone, as ties are rare.
   *
   * @return the value of its parameter {@code sort}
   */
  public static String sort(List<String> orderBy) throws InvalidEvent {
    if (orderBy.isEmpty()) {
      return "-created";
    }
    String[] words = orderBy.get(0).strip().split("\\s+", -1);
    String name = words[0].replace("`", "").toLowerCase(Locale.ROOT);
    name = name.substring(name.lastIndexOf('.') + 1);
    boolean isAscending = words.length == 1 || words[1].equalsIgnoreCase("ASC");
    boolean isKnown = words.length <= 2 && (isAscending || words[1].equalsIgnoreCase("DESC"));
    if (!isKnown || !ORDERS.containsKey(name)) {
      throw InvalidEvent.field(
          "order_by", "must begin with timestamp or execution_time, and ASC or DESC behind it");
    }
    return (isAscending ? "" : "-") + ORDERS.get(name);
  }

  /** Says a condition by parameters, wholly; where that is not so, what they say narrows it. */
  private boolean says(Condition condition) {
    Operator operator = condition.operator();
    boolean isEqual = operator == Operator.EQUAL || operator == Operator.IN;
    return switch (condition.field().kind()) {
      case TRACE_ID -> isEqual && put("ids", condition.values());
      case CLIENT_REQUEST_ID -> isEqual && put("client_request_id", condition.values());
      case NAME -> isEqual && put("name", condition.values());
      case STATUS -> isEqual && put("status", statuses(condition.values()));
      case TAG -> isEqual && pair("tags", condition);
      case METADATA -> isEqual && metadata(condition);
      case FEEDBACK -> assessment(condition, condition.field().key());
      case EXPECTATION -> assessment(condition, EXPECTATION + condition.field().key());
      case TIMESTAMP -> time(condition, "after", "before");
      case END_TIME -> time(condition, "ended_after", "ended_before");
      case EXECUTION_TIME ->
          operator.isOrder() && put("latency_ms", List.of(operator.word() + condition.value()));
    };
  }

  private boolean put(String name, List<String> values) {
    if (parameters.containsKey(name) || values.contains("")) {
      return false; // of the values of one parameter any would do
    }
    parameters.put(name, values.stream().map(ListParameters::escaped).toList());
    return true;
  }

  private static List<String> statuses(List<String> values) {
    return values.stream()
        .map(value -> value.equals("STATE_UNSPECIFIED") ? "UNSET" : value)
        .toList();
  }

  private boolean metadata(Condition condition) {
    return switch (condition.field().key()) {
      case SESSION -> put("thread_id", condition.values());
      case USER -> put("user_ids", condition.values());
      default -> pair("metadata", condition);
    };
  }

  private boolean pair(String name, Condition condition) {
    // A key with a colon could be another key and value that look the same together.
    boolean isPlain = condition.field().key().indexOf(':') < 0;
    boolean isPut = put(name, List.of(condition.field().key() + ":" + condition.value()));
    return isPut && isPlain && condition.value().indexOf(':') < 0;
  }

  /** The index takes words in any case, and cannot tell of patterns. */
  private boolean assessment(Condition condition, String name) {
    if (condition.operator() == Operator.IS_NULL) {
      return put("not_feedback_name", List.of(name));
    }
    boolean isFirst = put("feedback_name", List.of(name));
    return isFirst && condition.operator() == Operator.IS_NOT_NULL;
  }

  /** Times of lists are exact, those of clients whole milliseconds. */
  private boolean time(Condition condition, String after, String before) {
    BigDecimal millis = new BigDecimal(condition.value());
    BigDecimal floor = millis.setScale(0, RoundingMode.FLOOR);
    boolean isWhole = floor.compareTo(millis) == 0;
    BigDecimal next = floor.add(BigDecimal.ONE);
    return switch (condition.operator()) {
      case AT_LEAST -> from(after, isWhole ? floor : next);
      case MORE -> from(after, next);
      case LESS -> from(before, isWhole ? floor : next);
      case AT_MOST -> from(before, next);
      default -> false;
    };
  }

  /** A time that cannot be written is left to be looked at. */
  private boolean from(String name, BigDecimal millis) {
    boolean isTime = millis.compareTo(EARLIEST) > 0 && millis.compareTo(LATEST) < 0;
    return isTime && put(name, List.of(millis.toPlainString()));
  }

  /** A comma stands between values. */
  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace(",", "\\,");
  }
}
