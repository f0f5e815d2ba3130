package io.threadmark.processor.rollup.rows;

import io.threadmark.processor.thread.rows.ThreadContext;
import io.threadmark.processor.thread.rows.TraceMeasures;
import io.threadmark.schema.state.DimensionValue;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What things are counted under. A trace counts under its own model, version, segments and tags,
 * and under the intents and issues of its thread; where it names no segments, or has no such tag,
 * the thread's count. Feedback counts under what its trace, or else its thread, does.
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
    thread.segments().forEach((key, value) -> add(found, SEGMENT, segment(key, value)));
    tagKeys.forEach(key -> add(found, TAG + key, thread.tags().get(key)));
    return List.copyOf(found);
  }

  /** What a trace, and feedback on it, counts under. */
  public static List<DimensionValue> of(
      TraceMeasures trace, ThreadContext thread, Collection<String> tagKeys) {
    Set<DimensionValue> found = new LinkedHashSet<>();
    found.add(new DimensionValue(ALL, ""));
    ofThread(found, thread);
    add(found, MODEL, trace.model());
    Map<String, String> segments =
        trace.segments().isEmpty() ? thread.segments() : trace.segments();
    segments.forEach(
        (key, value) -> {
          String segment = segment(key, value);
          add(found, SEGMENT, segment);
          if (trace.model() != null) {
            found.add(new DimensionValue(MODEL_SEGMENT, modelSegment(trace.model(), segment)));
          }
        });
    add(found, APP_VERSION, version(trace, thread));
    tagKeys.forEach(key -> add(found, TAG + key, tag(key, trace, thread)));
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
    thread.intents().forEach(intent -> add(found, INTENT, intent));
    thread.issues().forEach(issue -> add(found, ISSUE, issue));
  }

  private static void add(Set<DimensionValue> found, String dimension, String value) {
    if (value != null) {
      found.add(new DimensionValue(dimension, printable(value)));
    }
  }

  private static String segment(String key, String value) {
    return key + ":" + value;
  }

  private static String version(TraceMeasures trace, ThreadContext thread) {
    return Stream.of(trace.tags(), thread.tags())
        .flatMap(tags -> VERSION_TAGS.stream().map(tags::get))
        .filter(java.util.Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static String tag(String key, TraceMeasures trace, ThreadContext thread) {
    String own = trace.tags().get(key);
    return own == null ? thread.tags().get(key) : own;
  }
}
