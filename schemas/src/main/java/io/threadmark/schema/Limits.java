package io.threadmark.schema;

/** How large things may be. Bytes of text are bytes of its UTF-8. */
public final class Limits {
  /** Bytes of a body, packed and unpacked. */
  public static final int BODY_BYTES = 10 * 1024 * 1024;

  /** Bytes of one event's JSON. */
  public static final int EVENT_BYTES = 1024 * 1024;

  /** Events of one request; a receipt names no more. */
  public static final int EVENTS = 100_000;

  /** Bytes of an id. */
  public static final int ID_BYTES = 256;

  /** Bytes of a name, model, key or other short text. */
  public static final int NAME_BYTES = 256;

  public static final int ROLE_BYTES = 64;
  public static final int TITLE_BYTES = 4 * 1024;
  public static final int ERROR_MESSAGE_BYTES = 64 * 1024;

  public static final int TAGS = 128;
  public static final int TAG_VALUE_BYTES = 4 * 1024;
  public static final int SEGMENTS = 64;
  public static final int METADATA = 128;
  public static final int METADATA_VALUE_BYTES = 16 * 1024;
  public static final int USAGE = 64;

  /** Intents of one event, and likewise issues. */
  public static final int LABELS = 128;

  /** Bytes of what a project says of a feedback name, for people. */
  public static final int DESCRIPTION_BYTES = 4 * 1024;

  /** Feedback names that a project defines. */
  public static final int FEEDBACK_NAMES = 1_000;

  /** Values that a feedback name allows, and values that its polarity names. */
  public static final int ALLOWED_VALUES = 1_000;

  /** Tags of a project that are dimensions of rollups. */
  public static final int TAG_KEYS = 32;

  /** Days that a project keeps things. */
  public static final int DAYS = 36_500;

  /** Spans of a trace that are kept, the earliest first. */
  public static final int SPANS = 1_000;

  /** Bytes of the spans of a trace that are kept, as they are stored. */
  public static final int SPANS_BYTES = 4 * 1024 * 1024;

  /** Spans of a trace that are counted, those that are not kept among them. */
  public static final int SPANS_COUNTED = 10_000;

  /** Objects and lists of one event inside each other. */
  public static final int DEPTH = 100;

  /** Characters of a number. */
  public static final int NUMBER_LENGTH = 1000;

  /** What the exponent of a number may be, and its negative. */
  public static final int NUMBER_EXPONENT = 1000;

  /** Characters of data that stand inline in the content of a message, such as an image. */
  public static final int INLINE_CHARS = 256 * 1024;

  /**
   * What one count of {@code usage} may be: beyond what anything uses, and so little that the sum
   * of millions of the largest is exact.
   */
  public static final long USAGE_COUNT = 1_000_000_000_000L;

  private Limits() {}
}
