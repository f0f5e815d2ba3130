package io.threadmark.gateway.door.mlflow.search;

import io.threadmark.gateway.refusal.InvalidEvent;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a condition is about.
 *
 * @param key of a tag, of metadata, or the name of an assessment; null for all else
 */
public record Field(Kind kind, String key) {

  /** The kinds of fields. */
  public enum Kind {
    TRACE_ID,
    CLIENT_REQUEST_ID,
    NAME,
    STATUS,
    TIMESTAMP,
    EXECUTION_TIME,
    END_TIME,
    TAG,
    METADATA,
    FEEDBACK,
    EXPECTATION;

    private static final Set<Kind> NUMBERS = Set.of(TIMESTAMP, EXECUTION_TIME, END_TIME);

    /** Whether it is a number of milliseconds. */
    boolean isNumber() {
      return NUMBERS.contains(this);
    }

    /** Whether there may be several of it, or none. */
    boolean hasKey() {
      return this == TAG || this == METADATA || isAssessment();
    }

    boolean isAssessment() {
      return this == FEEDBACK || this == EXPECTATION;
    }
  }

  private static final Set<String> OF_TRACES = Set.of("attribute", "attributes", "trace");

  private static final Map<String, Kind> KEYED =
      Map.of(
          "tag", Kind.TAG,
          "tags", Kind.TAG,
          "metadata", Kind.METADATA,
          "request_metadata", Kind.METADATA,
          "feedback", Kind.FEEDBACK,
          "expectation", Kind.EXPECTATION);

  private static final Map<String, Field> ATTRIBUTES =
      Map.ofEntries(
          Map.entry("request_id", new Field(Kind.TRACE_ID, null)),
          Map.entry("trace_id", new Field(Kind.TRACE_ID, null)),
          Map.entry("client_request_id", new Field(Kind.CLIENT_REQUEST_ID, null)),
          Map.entry("name", new Field(Kind.NAME, null)),
          Map.entry("status", new Field(Kind.STATUS, null)),
          Map.entry("state", new Field(Kind.STATUS, null)),
          Map.entry("timestamp", new Field(Kind.TIMESTAMP, null)),
          Map.entry("timestamp_ms", new Field(Kind.TIMESTAMP, null)),
          Map.entry("execution_time", new Field(Kind.EXECUTION_TIME, null)),
          Map.entry("execution_time_ms", new Field(Kind.EXECUTION_TIME, null)),
          Map.entry("end_time", new Field(Kind.END_TIME, null)),
          Map.entry("end_time_ms", new Field(Kind.END_TIME, null)),
          Map.entry("run_id", new Field(Kind.METADATA, "mlflow.sourceRun")),
          Map.entry("prompt", new Field(Kind.TAG, "mlflow.linkedPrompts")));

  /**
   * The field of a name.
   *
   * @param group what stands before the first dot; null where there is none
   * @param key what stands behind it
   * @throws InvalidEvent where there is no such field, or it cannot be searched by
   */
  static Field of(String group, String key) throws InvalidEvent {
    String of = group == null ? null : group.toLowerCase(Locale.ROOT);
    if (of == null || OF_TRACES.contains(of)) {
      Field attribute = ATTRIBUTES.get(key.toLowerCase(Locale.ROOT));
      if (attribute != null) {
        return attribute;
      }
      if (key.equals("text")) {
        throw unsearchable("trace.text");
      }
    } else if (KEYED.containsKey(of) && !key.isEmpty()) {
      return new Field(KEYED.get(of), key);
    } else if (of.equals("span") || of.equals("issue")) {
      throw unsearchable(of + "." + key);
    }
    throw InvalidEvent.field(
        "filter",
        "names a field that is not known; known are timestamp, execution_time, end_time, status, name,"
            + " request_id, client_request_id, tags., metadata., feedback. and expectation.");
  }

  private static InvalidEvent unsearchable(String name) {
    return InvalidEvent.field(
        "filter",
        "names "
            + name
            + ", by which traces cannot be searched here; GET /api/v1/traces?search= finds words");
  }
}
