package io.threadmark.processor.index;

import io.threadmark.processor.index.Condition.Subject;
import io.threadmark.processor.index.Selection.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Something whose values are counted.
 *
 * @param name as it is asked for
 * @param field as documents have it
 * @param subjects what has it
 * @param tag the key of a tag; null where it is none
 */
public record Facet(String name, String field, List<Subject> subjects, String tag) {
  private static final String TAG = "tag:";
  private static final Map<String, Facet> OF_THREADS = new TreeMap<>();
  private static final Map<String, Facet> OF_TRACES = new TreeMap<>();

  static {
    for (String field :
        List.of(
            IndexFields.POLARITY,
            IndexFields.FEEDBACK_NAME,
            IndexFields.FEEDBACK_VALUE,
            IndexFields.SIGNAL,
            IndexFields.SOURCE_TYPE)) {
      add(OF_THREADS, field, field, Subject.FEEDBACK);
      add(OF_TRACES, field, field, Subject.FEEDBACK);
    }
    for (String field :
        List.of(IndexFields.INTENT, IndexFields.ISSUE, IndexFields.SEGMENT, IndexFields.USER)) {
      add(OF_THREADS, field, field, Subject.THREAD);
    }
    add(OF_THREADS, IndexFields.MODEL, IndexFields.MODEL, Subject.TRACE);
    add(OF_THREADS, "app_version", IndexFields.VERSION, Subject.THREAD, Subject.TRACE);
    for (String field :
        List.of(
            IndexFields.MODEL,
            IndexFields.STATUS,
            IndexFields.NAME,
            IndexFields.SEGMENT,
            IndexFields.USER)) {
      add(OF_TRACES, field, field, Subject.TRACE);
    }
    add(OF_TRACES, "app_version", IndexFields.VERSION, Subject.TRACE);
  }

  private static void add(Map<String, Facet> all, String name, String field, Subject... subjects) {
    all.put(name, new Facet(name, field, List.of(subjects), null));
  }

  /** The facet of a name; null where there is none. */
  public static Facet of(Unit unit, String name) {
    if (name.startsWith(TAG) && name.length() > TAG.length()) {
      List<Subject> subjects =
          unit == Unit.THREADS ? List.of(Subject.THREAD, Subject.TRACE) : List.of(Subject.TRACE);
      return new Facet(name, IndexFields.TAG, subjects, name.substring(TAG.length()));
    }
    return all(unit).get(name);
  }

  /** The names that there are. */
  public static List<String> names(Unit unit) {
    List<String> names = new ArrayList<>(all(unit).keySet());
    names.add(TAG + "KEY");
    return names;
  }

  private static Map<String, Facet> all(Unit unit) {
    return unit == Unit.THREADS ? OF_THREADS : OF_TRACES;
  }

  /**
   * Whether a condition is about the same values, so that the facet counts what there would be
   * without it.
   */
  boolean isLimitedBy(Condition condition) {
    return !condition.absent()
        && condition.field().equals(field)
        && (tag == null
            || condition.anyOf().stream()
                .anyMatch(test -> test.value().startsWith(tag + IndexFields.PAIR)));
  }
}
