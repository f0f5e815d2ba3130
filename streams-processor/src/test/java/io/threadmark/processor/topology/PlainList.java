package io.threadmark.processor.topology;

import io.threadmark.processor.index.Condition;
import io.threadmark.processor.index.Condition.Subject;
import io.threadmark.processor.index.Condition.Test;
import io.threadmark.processor.index.Facet;
import io.threadmark.processor.index.IndexFields;
import io.threadmark.processor.index.PlainText;
import io.threadmark.processor.index.Question;
import io.threadmark.processor.index.Selection.Unit;
import io.threadmark.processor.resolve.rows.TraceRows;
import io.threadmark.processor.rollup.counting.CountedValue;
import io.threadmark.processor.rollup.rows.Dimensions;
import io.threadmark.processor.thread.rows.ThreadRow;
import io.threadmark.processor.thread.rows.TraceMeasures;
import io.threadmark.schema.Key;
import io.threadmark.schema.LabeledFeedback;
import io.threadmark.schema.LabeledMessage;
import io.threadmark.schema.LabeledThread;
import io.threadmark.schema.LabeledTrace;
import io.threadmark.schema.Micros;
import io.threadmark.schema.TraceId;
import io.threadmark.schema.User;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a list must hold, found by looking at every row of the store of threads. */
final class PlainList {

  /** Something that is found, or that leads to what is found. */
  private static final class Thing {
    private final String project;
    private final String thread;
    private final Subject subject;
    private final String trace;
    private final String id;
    private final Map<String, Set<String>> words = new TreeMap<>();
    private final Map<String, BigDecimal> numbers = new TreeMap<>();
    private final List<String> texts = new ArrayList<>();
    private final List<String> userTexts = new ArrayList<>();

    Thing(String thread, Subject subject, String trace, String id) {
      this.project = Key.parse(thread).project();
      this.thread = thread;
      this.subject = subject;
      this.trace = trace;
      this.id = id;
      if (subject == Subject.TRACE) {
        word(IndexFields.TRACE, Key.trace(project, trace).toString());
      }
      word(IndexFields.THREAD, thread);
    }

    void word(String field, String word) {
      if (word != null) {
        words.computeIfAbsent(field, none -> new HashSet<>()).add(word);
      }
    }

    void text(String text) {
      if (text != null) {
        texts.add(text);
      }
    }

    boolean has(Condition condition) {
      return condition.anyOf().stream().anyMatch(test -> has(condition.field(), test));
    }

    private boolean has(String field, Test test) {
      return switch (test.comparison()) {
        case EQUAL -> words.getOrDefault(field, Set.of()).contains(test.value());
        default -> {
          BigDecimal number = numbers.get(field);
          int order = number == null ? 0 : number.compareTo(new BigDecimal(test.value()));
          yield number != null
              && switch (test.comparison()) {
                case LESS -> order < 0;
                case AT_MOST -> order <= 0;
                case MORE -> order > 0;
                case AT_LEAST -> order >= 0;
                case EQUAL -> order == 0;
              };
        }
      };
    }
  }

  private final List<Thing> things = new ArrayList<>();

  /**
   * @param rows all rows of the store of threads
   */
  PlainList(Map<byte[], byte[]> rows) {
    rows.forEach(
        (key, value) -> {
          ThreadRow row = ThreadRow.of(key);
          if (row != null) {
            add(row, value);
          }
        });
  }

  private void add(ThreadRow row, byte[] value) {
    switch (row.kind()) {
      case HEAD -> head(row, row.head(value));
      case MESSAGE -> message(row, row.message(value));
      case TRACE -> trace(row, value);
      case FEEDBACK -> feedback(row, ThreadRow.liveFeedback(value));
    }
  }

  private void head(ThreadRow row, LabeledThread head) {
    Thing thing = new Thing(row.thread(), Subject.THREAD, null, Key.parse(row.thread()).id());
    head.getIntents().forEach(intent -> thing.word(IndexFields.INTENT, intent));
    head.getIssues().forEach(issue -> thing.word(IndexFields.ISSUE, issue));
    head.getTags()
        .forEach((key, value) -> thing.word(IndexFields.TAG, IndexFields.pair(key, value)));
    thing.word(IndexFields.VERSION, Dimensions.version(head.getTags()));
    thing.word(IndexFields.HAS_FEEDBACK, Boolean.toString(head.getFeedbackCount() > 0));
    user(thing, head.getUser());
    thing.numbers.put(IndexFields.CREATED, BigDecimal.valueOf(Micros.of(head.getCreatedAt())));
    thing.numbers.put("updated", BigDecimal.valueOf(Micros.of(head.getUpdatedAt())));
    thing.text(head.getTitle());
    things.add(thing);
  }

  private void message(ThreadRow row, LabeledMessage message) {
    String trace = message.getTraceId();
    Thing thing =
        new Thing(
            row.thread(),
            Subject.MESSAGE,
            trace == null ? null : TraceId.canonical(trace),
            row.id());
    thing.word(IndexFields.ROLE, message.getRole());
    if (message.getContent() != null) {
      thing.text(message.getContent().getText());
    }
    things.add(thing);
  }

  private void trace(ThreadRow row, byte[] value) {
    LabeledTrace trace = row.trace(value);
    TraceMeasures measures = TraceMeasures.of(TraceRows.CODEC.read(value));
    Thing thing = new Thing(row.thread(), Subject.TRACE, row.id(), row.id());
    thing.word(IndexFields.MODEL, trace.getModel());
    thing.word(IndexFields.NAME, trace.getName());
    thing.word(IndexFields.STATUS, trace.getStatus());
    thing.word(IndexFields.REQUEST, trace.getClientRequestId());
    thing.word(IndexFields.HAS_ERROR, Boolean.toString(measures.failed()));
    thing.word(IndexFields.VERSION, Dimensions.version(trace.getTags()));
    trace.getTags().forEach((key, tag) -> thing.word(IndexFields.TAG, IndexFields.pair(key, tag)));
    trace
        .getMetadata()
        .forEach(
            (key, json) ->
                thing.word(IndexFields.METADATA, IndexFields.pair(key, json.replace("\"", ""))));
    user(thing, trace.getUser());
    thing.numbers.put(IndexFields.CREATED, BigDecimal.valueOf(measures.beganAt()));
    thing.numbers.put("updated", BigDecimal.valueOf(Micros.of(trace.getUpdatedAt())));
    if (trace.getEndTime() != null) {
      thing.numbers.put(IndexFields.ENDED, BigDecimal.valueOf(Micros.of(trace.getEndTime())));
    }
    if (measures.latency() != null) {
      thing.numbers.put(IndexFields.LATENCY, BigDecimal.valueOf(measures.latency()));
    }
    if (trace.getInput() != null) {
      thing.text(trace.getInput().getText());
    }
    if (trace.getOutput() != null) {
      thing.text(trace.getOutput().getText());
    }
    if (trace.getOutput() != null && trace.getOutput().getJson() != null) {
      // of {"a":["text",7]} and "text"
      for (String part : trace.getOutput().getJson().split("[\\[\\]{}\":,]+")) {
        thing.text(part.equals("a") && trace.getOutput().getJson().contains(":") ? null : part);
      }
    }
    things.add(thing);
  }

  private void feedback(ThreadRow row, LabeledFeedback feedback) {
    if (feedback == null) {
      return; // another piece supersedes it
    }
    String trace = feedback.getTraceId();
    Thing thing =
        new Thing(
            row.thread(),
            Subject.FEEDBACK,
            trace == null ? null : TraceId.canonical(trace),
            row.id());
    thing.word(IndexFields.FEEDBACK_NAME, feedback.getName());
    thing.word(IndexFields.POLARITY, feedback.getPolarity());
    thing.word(IndexFields.SIGNAL, feedback.getSignal());
    thing.word(IndexFields.SOURCE_TYPE, feedback.getSource().getType());
    thing.word(IndexFields.SOURCE_ID, feedback.getSource().getId());
    thing.word(IndexFields.FEEDBACK_VALUE, CountedValue.spelling(feedback.getValueJson()));
    if (feedback.getKind().equals("NUMERIC")) {
      thing.numbers.put(IndexFields.FEEDBACK_VALUE, new BigDecimal(feedback.getValueJson()));
    }
    thing.numbers.put("said", BigDecimal.valueOf(Micros.of(feedback.getUpdatedAt())));
    thing.text(feedback.getRationale());
    thing.text(feedback.getValueJson().replaceAll("true|false", ""));
    things.add(thing);
  }

  private static void user(Thing thing, User user) {
    if (user == null) {
      return;
    }
    thing.word(IndexFields.USER, user.getId());
    user.getSegments().forEach((key, value) -> thing.word(IndexFields.SEGMENT, key + ":" + value));
    Arrays.asList(user.getId(), user.getName(), user.getEmail()).stream()
        .filter(java.util.Objects::nonNull)
        .forEach(thing.userTexts::add);
  }

  /** The values that are there, for questions that find something. */
  Map<String, List<String>> values(Subject subject) {
    Map<String, List<String>> values = new TreeMap<>();
    for (Thing thing : things) {
      if (thing.subject == subject) {
        thing.words.forEach(
            (field, words) ->
                values.computeIfAbsent(field, none -> new ArrayList<>()).addAll(words));
      }
    }
    return values;
  }

  /** The ids of what is found, in order. */
  List<String> ids(Question question) {
    return found(question, null).stream().sorted(order(question)).map(unit -> unit.id).toList();
  }

  private List<Thing> found(Question question, Facet without) {
    return things.stream()
        .filter(thing -> thing.subject == own(question))
        .filter(thing -> thing.project.equals(question.selection().project()))
        .filter(thing -> holds(question, thing, without))
        .toList();
  }

  private static Subject own(Question question) {
    return question.selection().unit() == Unit.THREADS ? Subject.THREAD : Subject.TRACE;
  }

  private boolean holds(Question question, Thing unit, Facet without) {
    List<Thing> within = things.stream().filter(thing -> belongs(question, thing, unit)).toList();
    Map<List<Subject>, List<Condition>> together = new LinkedHashMap<>();
    for (Condition condition : question.selection().conditions()) {
      if (condition.absent()) {
        if (of(within, condition).anyMatch(thing -> thing.has(condition))) {
          return false;
        }
      } else if (without == null || !limits(condition, without)) {
        together
            .computeIfAbsent(
                condition.subjects().size() == 1
                    ? condition.subjects()
                    : List.of(condition.subjects().get(0), condition.subjects().get(1)),
                none -> new ArrayList<>())
            .add(condition);
      }
    }
    for (List<Condition> conditions : together.values()) {
      boolean same = conditions.get(0).subjects().size() == 1;
      boolean holds =
          same
              ? of(within, conditions.get(0))
                  .anyMatch(thing -> conditions.stream().allMatch(thing::has))
              : conditions.stream()
                  .allMatch(one -> of(within, one).anyMatch(thing -> thing.has(one)));
      if (!holds) {
        return false;
      }
    }
    List<String> texts = within.stream().flatMap(thing -> thing.texts.stream()).toList();
    return (question.selection().search() == null
            || PlainText.has(texts, question.selection().search()))
        && (question.selection().userSearch() == null
            || PlainText.begins(unit.userTexts, question.selection().userSearch()));
  }

  private static boolean limits(Condition condition, Facet facet) {
    return condition.field().equals(facet.field())
        && (facet.tag() == null
            || condition.anyOf().stream()
                .anyMatch(test -> test.value().startsWith(facet.tag() + IndexFields.PAIR)));
  }

  private static java.util.stream.Stream<Thing> of(List<Thing> within, Condition condition) {
    return within.stream().filter(thing -> condition.subjects().contains(thing.subject));
  }

  private static boolean belongs(Question question, Thing thing, Thing unit) {
    return thing.thread.equals(unit.thread)
        && (question.selection().unit() == Unit.THREADS
            || (thing.subject != Subject.THREAD && unit.id.equals(thing.trace)));
  }

  private Comparator<Thing> order(Question question) {
    Map<String, BigDecimal> ranks = new HashMap<>();
    for (Thing unit : found(question, null)) {
      BigDecimal rank =
          switch (question.order()) {
            case CREATED -> unit.numbers.get(IndexFields.CREATED);
            case UPDATED -> unit.numbers.get("updated");
            case LATENCY -> unit.numbers.get(IndexFields.LATENCY);
            case LAST_FEEDBACK ->
                things.stream()
                    .filter(thing -> belongs(question, thing, unit))
                    .filter(thing -> thing.subject == Subject.FEEDBACK)
                    .map(thing -> thing.numbers.get("said"))
                    .max(Comparator.naturalOrder())
                    .orElse(null);
            case RELEVANCE -> throw new IllegalArgumentException("not for a plain list");
          };
      ranks.put(unit.id, rank);
    }
    Comparator<BigDecimal> ascending = Comparator.naturalOrder();
    return Comparator.comparing(
            (Thing unit) -> ranks.get(unit.id),
            Comparator.nullsLast(question.descending() ? ascending.reversed() : ascending))
        .thenComparing(
            (one, other) ->
                Arrays.compareUnsigned(
                    one.id.getBytes(StandardCharsets.UTF_8),
                    other.id.getBytes(StandardCharsets.UTF_8)));
  }

  /** How many have each value of a facet. */
  Map<String, Long> facet(Question question, Facet facet) {
    List<Thing> units = found(question, facet);
    List<Condition> same =
        question.selection().conditions().stream()
            .filter(condition -> condition.subjects().equals(facet.subjects()))
            .filter(condition -> !condition.absent() && !limits(condition, facet))
            .toList();
    Map<String, Set<String>> having = new TreeMap<>();
    for (Thing unit : units) {
      for (Thing thing : things) {
        if (belongs(question, thing, unit)
            && facet.subjects().contains(thing.subject)
            && same.stream().allMatch(thing::has)) {
          for (String word : thing.words.getOrDefault(facet.field(), Set.of())) {
            String prefix = facet.tag() == null ? "" : facet.tag() + IndexFields.PAIR;
            if (word.startsWith(prefix)) {
              having
                  .computeIfAbsent(word.substring(prefix.length()), none -> new HashSet<>())
                  .add(unit.id);
            }
          }
        }
      }
    }
    Map<String, Long> counts = new TreeMap<>();
    having.forEach((value, ids) -> counts.put(value, (long) ids.size()));
    return counts;
  }
}
