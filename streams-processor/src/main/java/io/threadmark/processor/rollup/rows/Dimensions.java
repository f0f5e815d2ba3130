package io.threadmark.processor.rollup.rows;

import io.threadmark.processor.thread.rows.ThreadContext;
import io.threadmark.processor.thread.rows.TraceMeasures;
import io.threadmark.schema.state.DimensionValue;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What things are counted under. A trace counts under its own model, version, segments and tags,
 * and under the intents and issues of its thread; where it names no segments, or has no such tag,
 * the thread's count. Feedback counts under what its trace, or else its thread, does.
 *
 * <p>Each value is a row of totals in every window, so no thing counts under more than so many of a
 * dimension: the first in their order, which depends on what is there alone. That there are more
 * counts too, under {@link #BEYOND}.
 */
public final class Dimensions {
  public static final String ALL = "all";
  public static final String MODEL = "model";
  public static final String SEGMENT = "segment";

  /** Model and segment at once, so that both can be asked for together. */
  public static final String MODEL_SEGMENT = "model_segment";

  public static final String INTENT = "intent";
  public static final String ISSUE = "issue";
  public static final String APP_VERSION = "app_version";

  /** Begins the dimension of a tag; its key follows. */
  public static final String TAG = "tag:";

  /** Things that have more values than they count under; its values are names of dimensions. */
  public static final String BEYOND = "beyond";

  /** Intents, and likewise issues and segments, that one thing counts under. */
  static final int MOST_VALUES = 16;

  /** Tags that one thing counts under: as many as a project may name. */
  static final int MOST_TAGS = 32;

  /** Tags that name the application's version, the first that is there. */
  private static final List<String> VERSION_TAGS =
      List.of("app_version", "service.version", "version");

  private static final char SEPARATOR = '\u001F';
  private static final int MOST_CHARS = 256;

  private Dimensions() {}

  /** What a thread, and feedback on the thread itself, counts under. */
  public static List<DimensionValue> of(ThreadContext thread, Collection<String> tagKeys) {
    Set<DimensionValue> found = new LinkedHashSet<>();
    found.add(new DimensionValue(ALL, ""));
    ofThread(found, thread);
    addSome(found, SEGMENT, segments(thread.segments()));
    tags(tagKeys).forEach(key -> add(found, TAG + key, thread.tags().get(key)));
    return List.copyOf(found);
  }

  /** What a trace, and feedback on it, counts under. */
  public static List<DimensionValue> of(
      TraceMeasures trace, ThreadContext thread, Collection<String> tagKeys) {
    Set<DimensionValue> found = new LinkedHashSet<>();
    found.add(new DimensionValue(ALL, ""));
    ofThread(found, thread);
    add(found, MODEL, trace.model());
    List<String> segments =
        segments(trace.segments().isEmpty() ? thread.segments() : trace.segments());
    for (String segment : addSome(found, SEGMENT, segments)) {
      if (trace.model() != null) {
        found.add(new DimensionValue(MODEL_SEGMENT, modelSegment(trace.model(), segment)));
      }
    }
    add(found, APP_VERSION, version(trace, thread));
    tags(tagKeys).forEach(key -> add(found, TAG + key, tag(key, trace, thread)));
    return List.copyOf(found);
  }

  /** The value of {@link #MODEL_SEGMENT} for both. */
  public static String modelSegment(String model, String segment) {
    return printable(model) + SEPARATOR + printable(segment);
  }

  /** The model and the segment of a value of {@link #MODEL_SEGMENT}. */
  public static String[] modelAndSegment(String value) {
    int separator = value.indexOf(SEPARATOR);
    return new String[] {value.substring(0, separator), value.substring(separator + 1)};
  }

  /**
   * A value as it is counted: the first {@value #MOST_CHARS} characters, control characters as
   * spaces.
   */
  public static String printable(String value) {
    int end = Math.min(value.length(), MOST_CHARS);
    if (end < value.length() && Character.isHighSurrogate(value.charAt(end - 1))) {
      end--;
    }
    StringBuilder text = new StringBuilder(value.substring(0, end));
    for (int i = 0; i < end; i++) {
      if (Character.isISOControl(text.charAt(i))) {
        text.setCharAt(i, ' ');
      }
    }
    return text.toString();
  }

  private static void ofThread(Set<DimensionValue> found, ThreadContext thread) {
    addSome(found, INTENT, thread.intents());
    addSome(found, ISSUE, thread.issues());
  }

  /** Adds the first values; returns them, as they are counted. */
  private static List<String> addSome(
      Set<DimensionValue> found, String dimension, Collection<String> values) {
    List<String> sorted = values.stream().map(Dimensions::printable).sorted().distinct().toList();
    List<String> counted = sorted.subList(0, Math.min(MOST_VALUES, sorted.size()));
    counted.forEach(value -> found.add(new DimensionValue(dimension, value)));
    if (sorted.size() > MOST_VALUES) {
      found.add(new DimensionValue(BEYOND, dimension));
    }
    return counted;
  }

  private static void add(Set<DimensionValue> found, String dimension, String value) {
    if (value != null) {
      found.add(new DimensionValue(dimension, printable(value)));
    }
  }

  private static List<String> segments(Map<String, String> segments) {
    return segments.entrySet().stream()
        .map(entry -> entry.getKey() + ":" + entry.getValue())
        .toList();
  }

  /** The gateway lets a project name no more. */
  private static List<String> tags(Collection<String> keys) {
    return keys.stream().limit(MOST_TAGS).toList();
  }

  /** The version of the application that tags name; null where they name none. */
  public static String version(Map<String, String> tags) {
    return VERSION_TAGS.stream()
        .map(tags::get)
        .filter(java.util.Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static String version(TraceMeasures trace, ThreadContext thread) {
    String own = version(trace.tags());
    return own == null ? version(thread.tags()) : own;
  }

  private static String tag(String key, TraceMeasures trace, ThreadContext thread) {
    String own = trace.tags().get(key);
    return own == null ? thread.tags().get(key) : own;
  }
}
