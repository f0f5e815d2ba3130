package io.threadmark.processor.index;

import io.threadmark.processor.index.Condition.Subject;
import java.util.Map;

/**
 * Names of what documents are found by. A field of one name means the same of whatever it is said:
 * a tag of a thread and one of a trace are both {@link #TAG}.
 */
public final class IndexFields {
  /** The key of the row. */
  static final String ROW = "row";

  /** The row itself, so that a thread can be read as it was when the index was looked at. */
  static final String VALUE = "value";

  /** What the document is and whose: a letter, then the project. */
  static final String OF = "of";

  /** The key of the thread, and its number. */
  public static final String THREAD = "thread";

  static final String THREAD_NUMBER = "thread#";

  /** The key of the trace, of the trace itself. */
  public static final String TRACE = "trace";

  /**
   * The keys of the thread and of the trace, of all in a thread that is about one, and the number
   * of both: what a message of another thread says of a trace has nothing to do with it.
   */
  static final String TRACE_IN_THREAD = "trace_in_thread";

  static final String TRACE_NUMBER = "trace#";

  /** The id of the thread, trace or whatever else, as the application has it. */
  static final String ID = "id";

  static final String TEXT = "text";
  static final String USER_TEXT = "user_text";

  public static final String CREATED = "created";
  static final String UPDATED = "updated";
  public static final String ENDED = "ended";
  public static final String LATENCY = "latency";
  static final String NUMBER = "number";

  public static final String HAS_FEEDBACK = "has_feedback";
  public static final String HAS_ERROR = "has_error";
  public static final String INTENT = "intent";
  public static final String ISSUE = "issue";
  public static final String USER = "user";
  public static final String SEGMENT = "segment";
  public static final String TAG = "tag";
  public static final String METADATA = "metadata";
  public static final String MODEL = "model";
  public static final String VERSION = "version";
  public static final String STATUS = "status";
  public static final String NAME = "name";
  public static final String REQUEST = "request";

  /** Forms of the trace id and of the client request id; see {@link Likeness}. */
  public static final String LIKE = "like";

  public static final String ROLE = "role";
  public static final String FEEDBACK_NAME = "feedback_name";
  public static final String FEEDBACK_VALUE = "feedback_value";
  public static final String POLARITY = "polarity";
  public static final String SIGNAL = "signal";
  public static final String SOURCE_TYPE = "source_type";
  public static final String SOURCE_ID = "source_id";

  /** Parts a key from its value; no key has it. */
  public static final char PAIR = '\0';

  private static final Map<Subject, Character> LETTERS =
      Map.of(
          Subject.THREAD, 'h',
          Subject.MESSAGE, 'm',
          Subject.TRACE, 't',
          Subject.FEEDBACK, 'f');

  private IndexFields() {}

  /** What a document is and whose. */
  static String of(Subject subject, String project) {
    return LETTERS.get(subject) + project;
  }

  public static String pair(String key, String value) {
    return key + PAIR + value;
  }
}
