package io.threadmark.processor.index;

import io.threadmark.processor.index.Condition.Comparison;
import io.threadmark.processor.index.Condition.Subject;
import io.threadmark.processor.index.Condition.Test;
import io.threadmark.processor.index.SearchText.Clause;
import io.threadmark.schema.Key;
import io.threadmark.schema.LabeledThread;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Whether a labeled thread, as it was published, is among those that are meant: the same that the
 * index finds, looked for in one thread. Of a thread that is too large to be published whole, what
 * was published counts.
 */
public final class SelectionMatcher {
  private final Selection selection;
  private final List<Clause> search;
  private final List<Clause> userSearch;

  /**
   * @param selection of threads
   * @throws IllegalArgumentException where a search text is none
   */
  public SelectionMatcher(Selection selection) {
    if (selection.unit() != Selection.Unit.THREADS) {
      throw new IllegalArgumentException("only threads are published");
    }
    this.selection = selection;
    search = selection.search() == null ? List.of() : SearchText.read(selection.search()).clauses();
    userSearch =
        selection.userSearch() == null
            ? List.of()
            : SearchText.readPrefixes(selection.userSearch()).clauses();
  }

  /** Whether a thread is meant. */
  public boolean matches(LabeledThread thread) {
    if (!thread.getProjectId().equals(selection.project())) {
      return false;
    }
    Described own = Described.of(thread);
    List<Described> all = new ArrayList<>(List.of(own));
    thread.getMessages().forEach(message -> all.add(Described.of(message)));
    thread.getTraces().forEach(trace -> all.add(Described.of(trace)));
    thread.getFeedback().forEach(feedback -> all.add(Described.of(feedback)));
    return conditionsHold(thread, all) && wordsAreThere(own, all);
  }

  private boolean conditionsHold(LabeledThread thread, List<Described> all) {
    Map<Subject, List<Condition>> ofOne = new EnumMap<>(Subject.class);
    for (Condition condition : selection.conditions()) {
      boolean together = !condition.absent() && condition.subjects().size() == 1;
      if (together) {
        ofOne
            .computeIfAbsent(condition.subjects().get(0), none -> new ArrayList<>())
            .add(condition);
      } else if (condition.absent()
          == exists(thread, all, condition.subjects(), List.of(condition))) {
        return false;
      }
    }
    return ofOne.entrySet().stream()
        .allMatch(one -> exists(thread, all, List.of(one.getKey()), one.getValue()));
  }

  private static boolean exists(
      LabeledThread thread,
      List<Described> all,
      List<Subject> subjects,
      List<Condition> conditions) {
    return all.stream()
        .filter(described -> subjects.contains(described.subject()))
        .anyMatch(
            described ->
                conditions.stream().allMatch(condition -> holds(thread, described, condition)));
  }

  private static boolean holds(LabeledThread thread, Described described, Condition condition) {
    Key named =
        switch (condition.field()) {
          case IndexFields.THREAD -> Key.thread(thread.getProjectId(), thread.getThreadId());
          case IndexFields.TRACE ->
              described.subject() == Subject.TRACE
                  ? Key.trace(thread.getProjectId(), described.id())
                  : null;
          default -> null;
        };
    return named == null
        ? condition.anyOf().stream().anyMatch(test -> holds(described, condition.field(), test))
        : condition.anyOf().contains(Test.equal(named.toString()));
  }

  private static boolean holds(Described described, String field, Test test) {
    if (test.comparison() == Comparison.EQUAL) {
      return described.words().stream()
          .anyMatch(word -> word.field().equals(field) && word.value().equals(test.value()));
    }
    if (field.equals(IndexFields.FEEDBACK_VALUE)) {
      return described.number() != null
          && holds(
              test.comparison(),
              Double.compare(described.number(), Double.parseDouble(test.value())));
    }
    return described.wholes().stream()
        .anyMatch(
            whole ->
                whole.field().equals(field)
                    && holds(
                        test.comparison(),
                        Long.compare(whole.value(), Long.parseLong(test.value()))));
  }

  private static boolean holds(Comparison comparison, int order) {
    return switch (comparison) {
      case EQUAL -> order == 0;
      case LESS -> order < 0;
      case AT_MOST -> order <= 0;
      case MORE -> order > 0;
      case AT_LEAST -> order >= 0;
    };
  }

  private boolean wordsAreThere(Described own, List<Described> all) {
    return holds(
            search, () -> all.stream().flatMap(one -> one.texts().stream()).map(Texts.Text::text))
        && holds(userSearch, () -> own.userTexts().stream());
  }

  private static boolean holds(
      List<Clause> clauses, java.util.function.Supplier<Stream<String>> texts) {
    if (clauses.isEmpty()) {
      return true;
    }
    List<List<TextAnalysis.Word>> words = texts.get().map(TextAnalysis::words).toList();
    Function<Clause, Boolean> stands =
        clause -> words.stream().anyMatch(text -> clause.standsIn(text));
    return clauses.stream().allMatch(clause -> stands.apply(clause) != clause.absent());
  }
}
