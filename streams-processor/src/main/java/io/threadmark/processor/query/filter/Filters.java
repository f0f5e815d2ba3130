package io.threadmark.processor.query.filter;

import io.threadmark.processor.index.Condition;
import io.threadmark.processor.index.Condition.Comparison;
import io.threadmark.processor.index.Condition.Subject;
import io.threadmark.processor.index.Condition.Test;
import io.threadmark.processor.index.IndexFields;
import io.threadmark.processor.index.Selection.Unit;
import io.threadmark.processor.query.http.QueryParameters;
import io.threadmark.processor.query.http.RequestProblem;
import io.threadmark.processor.rollup.counting.CountedValue;
import io.threadmark.schema.Key;
import io.threadmark.schema.TraceId;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The filters of lists. Of the values of one filter one must hold, and all filters together; what
 * is said of feedback must hold of one and the same piece.
 */
final class Filters {
  private static final Pattern COMPARED = Pattern.compile("(<=|>=|<|>)(.*)", Pattern.DOTALL);
  private static final Map<String, Comparison> COMPARISONS =
      Map.of(
          "<", Comparison.LESS,
          "<=", Comparison.AT_MOST,
          ">", Comparison.MORE,
          ">=", Comparison.AT_LEAST);

  private static final List<String> POLARITIES = List.of("POSITIVE", "NEGATIVE", "NEUTRAL", "NONE");
  private static final List<String> SIGNALS = List.of("EXPLICIT", "IMPLICIT");
  private static final List<String> SOURCE_TYPES =
      List.of("HUMAN", "LLM_JUDGE", "CODE", "UNSPECIFIED");

  private static final List<Subject> THREAD_OR_TRACE = List.of(Subject.THREAD, Subject.TRACE);
  private static final List<Subject> TRACE = List.of(Subject.TRACE);

  private static final Map<String, Filter> OF_FEEDBACK = new LinkedHashMap<>();
  private static final Map<String, Filter> OF_THREADS = new LinkedHashMap<>();
  private static final Map<String, Filter> OF_TRACES = new LinkedHashMap<>();

  static {
    OF_FEEDBACK.put("feedback_name", equal(Subject.FEEDBACK, IndexFields.FEEDBACK_NAME));
    OF_FEEDBACK.put("not_feedback_name", Filters::notScored);
    OF_FEEDBACK.put("feedback_value", Filters::value);
    OF_FEEDBACK.put("polarity", word(IndexFields.POLARITY, POLARITIES));
    OF_FEEDBACK.put("signal", word(IndexFields.SIGNAL, SIGNALS));
    OF_FEEDBACK.put("source_type", word(IndexFields.SOURCE_TYPE, SOURCE_TYPES));
    OF_FEEDBACK.put("source_id", equal(Subject.FEEDBACK, IndexFields.SOURCE_ID));

    OF_THREADS.putAll(OF_FEEDBACK);
    OF_THREADS.put("ids", Filters::threads);
    OF_THREADS.put("intent_ids", equal(Subject.THREAD, IndexFields.INTENT));
    OF_THREADS.put("issue_ids", equal(Subject.THREAD, IndexFields.ISSUE));
    OF_THREADS.put("user_ids", equal(Subject.THREAD, IndexFields.USER));
    OF_THREADS.put("user_segment_ids", equal(Subject.THREAD, IndexFields.SEGMENT));
    OF_THREADS.put("model", equal(Subject.TRACE, IndexFields.MODEL));
    OF_THREADS.put("app_version", equal(THREAD_OR_TRACE, IndexFields.VERSION, value -> value));
    OF_THREADS.put("tags", pairs(THREAD_OR_TRACE, IndexFields.TAG));
    OF_THREADS.put("role", equal(Subject.MESSAGE, IndexFields.ROLE));

    OF_TRACES.putAll(OF_FEEDBACK);
    OF_TRACES.put(
        "ids",
        (project, name, values) ->
            List.of(
                equalTo(
                    TRACE,
                    IndexFields.TRACE,
                    values,
                    id -> Key.trace(project, TraceId.canonical(id)).toString())));
    OF_TRACES.put("client_request_id", equal(Subject.TRACE, IndexFields.REQUEST));
    OF_TRACES.put("thread_id", Filters::threadOfTrace);
    OF_TRACES.put("status", equal(Subject.TRACE, IndexFields.STATUS));
    OF_TRACES.put("name", equal(Subject.TRACE, IndexFields.NAME));
    OF_TRACES.put("model", equal(Subject.TRACE, IndexFields.MODEL));
    OF_TRACES.put("app_version", equal(Subject.TRACE, IndexFields.VERSION));
    OF_TRACES.put("user_ids", equal(Subject.TRACE, IndexFields.USER));
    OF_TRACES.put("user_segment_ids", equal(Subject.TRACE, IndexFields.SEGMENT));
    OF_TRACES.put("tags", pairs(TRACE, IndexFields.TAG));
    OF_TRACES.put("metadata", pairs(TRACE, IndexFields.METADATA));
    OF_TRACES.put("latency_ms", Filters::latency);
  }

  private Filters() {}

  /** Reads the values of one filter. */
  private interface Filter {
    List<Condition> read(String project, String name, List<String> values);
  }

  /** The names of the filters that have lists of values. */
  static Set<String> names(Unit unit) {
    return all(unit).keySet();
  }

  private static Map<String, Filter> all(Unit unit) {
    return unit == Unit.THREADS ? OF_THREADS : OF_TRACES;
  }

  /**
   * What the parameters say.
   *
   * @throws RequestProblem where one is wrong
   */
  static List<Condition> read(Unit unit, QueryParameters parameters) {
    List<Condition> conditions = new ArrayList<>();
    all(unit)
        .forEach(
            (name, filter) -> {
              List<String> values = parameters.list(name);
              if (!values.isEmpty()) {
                conditions.addAll(filter.read(parameters.project(), name, values));
              }
            });
    return conditions;
  }

  /** Threads by their ids, under either name. */
  static List<Condition> readIds(QueryParameters parameters) {
    List<String> ids = parameters.list("external_ids");
    if (ids.isEmpty()) {
      return List.of();
    }
    if (parameters.has("ids")) {
      throw RequestProblem.invalid("external_ids", "is another name of ids: give one of them");
    }
    return threads(parameters.project(), "external_ids", ids);
  }

  /** Whether there is feedback on it. */
  static Condition judged(Unit unit, boolean is) {
    return unit == Unit.THREADS
        ? Condition.of(Subject.THREAD, IndexFields.HAS_FEEDBACK, List.of(Boolean.toString(is)))
        : new Condition(
            List.of(Subject.FEEDBACK),
            IndexFields.POLARITY, // which all feedback has
            POLARITIES.stream().map(Test::equal).toList(),
            !is);
  }

  private static Filter equal(Subject subject, String field) {
    return equal(List.of(subject), field, value -> value);
  }

  private static Filter equal(
      List<Subject> subjects, String field, Function<String, String> spelling) {
    return (project, name, values) -> List.of(equalTo(subjects, field, values, spelling));
  }

  private static Condition equalTo(
      List<Subject> subjects,
      String field,
      List<String> values,
      Function<String, String> spelling) {
    return new Condition(
        subjects,
        field,
        values.stream().map(value -> Test.equal(spelling.apply(value))).toList(),
        false);
  }

  private static Filter word(String field, List<String> words) {
    return (project, name, values) -> {
      List<String> upper = values.stream().map(value -> value.toUpperCase(Locale.ROOT)).toList();
      if (!words.containsAll(upper)) {
        throw RequestProblem.invalid(name, "must be of " + words + ", between commas");
      }
      return List.of(equalTo(List.of(Subject.FEEDBACK), field, upper, value -> value));
    };
  }

  private static List<Condition> notScored(String project, String name, List<String> values) {
    return List.of(
        new Condition(
            List.of(Subject.FEEDBACK),
            IndexFields.FEEDBACK_NAME,
            values.stream().map(Test::equal).toList(),
            true));
  }

  private static List<Condition> threads(String project, String name, List<String> values) {
    return List.of(
        equalTo(
            List.of(Subject.THREAD),
            IndexFields.THREAD,
            values,
            id -> Key.thread(project, TraceId.canonicalThread(id)).toString()));
  }

  private static List<Condition> threadOfTrace(String project, String name, List<String> values) {
    return List.of(
        equalTo(
            TRACE,
            IndexFields.THREAD,
            values,
            id -> Key.thread(project, TraceId.canonicalThread(id)).toString()));
  }

  private static List<Condition> value(String project, String name, List<String> values) {
    List<Test> tests = new ArrayList<>();
    for (String value : values) {
      Matcher compared = COMPARED.matcher(value);
      tests.add(
          compared.matches()
              ? new Test(
                  COMPARISONS.get(compared.group(1)),
                  Double.toString(number(name, compared.group(2)).doubleValue()))
              : Test.equal(CountedValue.spelling(value)));
    }
    return List.of(
        new Condition(List.of(Subject.FEEDBACK), IndexFields.FEEDBACK_VALUE, tests, false));
  }

  /** In milliseconds, kept in microseconds. */
  private static List<Condition> latency(String project, String name, List<String> values) {
    List<Test> tests = new ArrayList<>();
    for (String value : values) {
      Matcher compared = COMPARED.matcher(value);
      if (!compared.matches()) {
        throw RequestProblem.invalid(name, "must be a comparison such as >2000");
      }
      BigDecimal micros = number(name, compared.group(2)).movePointRight(3);
      if (micros.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE / 2)) > 0) {
        throw RequestProblem.invalid(name, "is larger than any time that is kept");
      }
      tests.add(whole(COMPARISONS.get(compared.group(1)), micros));
    }
    return List.of(new Condition(TRACE, IndexFields.LATENCY, tests, false));
  }

  /** The same comparison with a whole number, where the number is not. */
  private static Test whole(Comparison comparison, BigDecimal number) {
    BigDecimal floor = number.setScale(0, java.math.RoundingMode.FLOOR);
    boolean between = floor.compareTo(number) != 0;
    Comparison same =
        switch (comparison) {
          case AT_LEAST -> between ? Comparison.MORE : comparison;
          case LESS -> between ? Comparison.AT_MOST : comparison;
          default -> comparison;
        };
    return new Test(same, floor.toBigInteger().toString());
  }

  private static BigDecimal number(String name, String text) {
    try {
      BigDecimal number = new BigDecimal(text.strip());
      if (number.signum() == 0 || Math.abs((long) number.precision() - number.scale()) < 400) {
        return number.signum() == 0 ? BigDecimal.ZERO : number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw RequestProblem.invalid(name, "must compare with a number, such as >=4");
  }

  /**
   * {@code key:value}; a key, too, may have a colon, so every one may be where the value begins.
   */
  private static Filter pairs(List<Subject> subjects, String field) {
    return (project, name, values) -> {
      List<Test> tests = new ArrayList<>();
      for (String value : values) {
        int colon = value.indexOf(':');
        if (colon < 1) {
          throw RequestProblem.invalid(name, "must be key:value, such as env:prod");
        }
        for (; colon > 0; colon = value.indexOf(':', colon + 1)) {
          tests.add(
              Test.equal(IndexFields.pair(value.substring(0, colon), value.substring(colon + 1))));
        }
      }
      return List.of(new Condition(subjects, field, tests, false));
    };
  }
}
