package io.threadmark.processor.facts;

/** Names of registers; see {@link Facts}. */
public final class Registers {
  public static final String CLIENT_REQUEST_ID = "client_request_id";
  public static final String THREAD_ID = "thread_id";
  public static final String TRACE_ID = "trace_id";
  public static final String NAME = "name";
  public static final String STATUS = "status";
  public static final String ERROR_CODE = "error_code";
  public static final String ERROR_MESSAGE = "error_message";
  public static final String START_TIME = "start_time";
  public static final String END_TIME = "end_time";
  public static final String INPUT = "input";
  public static final String OUTPUT = "output";
  public static final String MODEL = "model";
  public static final String ROLE = "role";
  public static final String CONTENT = "content";
  public static final String TOOL_CALLS = "tool_calls";
  public static final String TOOL_CALL_ID = "tool_call_id";
  public static final String TITLE = "title";
  public static final String USER_ID = "user_id";
  public static final String USER_NAME = "user_name";
  public static final String USER_EMAIL = "user_email";

  // Map fields: one register a key.
  public static final String USAGE = "usage";
  public static final String SEGMENTS = "segments";
  public static final String TAGS = "tags";
  public static final String METADATA = "metadata";
  public static final String INTENTS = "intents";
  public static final String ISSUES = "issues";

  /** The value of a register that is an element of a set. */
  static final String PRESENT = "+";

  private Registers() {}
}
