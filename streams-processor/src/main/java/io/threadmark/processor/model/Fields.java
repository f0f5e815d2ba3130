package io.threadmark.processor.model;

/** Names of registers; see {@link Facts}. */
final class Fields {
  static final String CLIENT_REQUEST_ID = "client_request_id";
  static final String THREAD_ID = "thread_id";
  static final String TRACE_ID = "trace_id";
  static final String NAME = "name";
  static final String STATUS = "status";
  static final String ERROR_CODE = "error_code";
  static final String ERROR_MESSAGE = "error_message";
  static final String START_TIME = "start_time";
  static final String END_TIME = "end_time";
  static final String INPUT = "input";
  static final String OUTPUT = "output";
  static final String MODEL = "model";
  static final String ROLE = "role";
  static final String CONTENT = "content";
  static final String TITLE = "title";
  static final String USER_ID = "user_id";
  static final String USER_NAME = "user_name";
  static final String USER_EMAIL = "user_email";

  // Map fields: one register a key.
  static final String USAGE = "usage";
  static final String SEGMENTS = "segments";
  static final String TAGS = "tags";
  static final String METADATA = "metadata";
  static final String INTENTS = "intents";
  static final String ISSUES = "issues";

  /** The value of a register that is an element of a set. */
  static final String PRESENT = "+";

  private Fields() {}
}
