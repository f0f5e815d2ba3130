package io.threadmark.schema;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The key of a record: {@code project/kind/id} as readable UTF-8 text. {@code %}, {@code /} and
 * control characters are percent-encoded and nothing else is, so that one thing has exactly one
 * key, any consumer can read it, and its bytes depend on no registry. Partitioning is Kafka's
 * default (murmur2) over these bytes.
 *
 * @param project the project, which is the tenant
 * @param kind what the id names
 * @param id the application's own id, not encoded
 */
public record Key(String project, Kind kind, String id) {

  /** What a key names. */
  public enum Kind {
    /** A trace, by its id. */
    TRACE("t"),
    /** A trace, by the application's client request id. */
    CLIENT_REQUEST("c"),
    /** A thread. */
    THREAD("h"),
    /** A piece of feedback. */
    FEEDBACK("f"),
    /** An erase command. */
    ERASURE("e"),
    /** What is said of the project itself. */
    PROJECT("p"),
    /** A package of a dataset that is made, or was. */
    EXPORT("x"),
    /** A user; no record has such a key, but what is erased may be one. */
    USER("u");

    private final String code;

    Kind(String code) {
      this.code = code;
    }

    /** The kind as it stands in a key. */
    public String code() {
      return code;
    }

    static Kind of(String code) {
      for (Kind kind : values()) {
        if (kind.code.equals(code)) {
          return kind;
        }
      }
      throw new IllegalArgumentException("unknown kind in key: " + code);
    }
  }

  private static final String HEX = "0123456789ABCDEF";

  public Key {
    Objects.requireNonNull(kind);
    if (project.isEmpty() || id.isEmpty()) {
      throw new IllegalArgumentException("project and id of a key must not be empty");
    }
  }

  public static Key trace(String project, String traceId) {
    return new Key(project, Kind.TRACE, traceId);
  }

  public static Key clientRequest(String project, String clientRequestId) {
    return new Key(project, Kind.CLIENT_REQUEST, clientRequestId);
  }

  public static Key thread(String project, String threadId) {
    return new Key(project, Kind.THREAD, threadId);
  }

  public static Key feedback(String project, String feedbackId) {
    return new Key(project, Kind.FEEDBACK, feedbackId);
  }

  public static Key erasure(String project, String erasureId) {
    return new Key(project, Kind.ERASURE, erasureId);
  }

  /** The settings of a project. */
  public static Key settings(String project) {
    return new Key(project, Kind.PROJECT, "settings");
  }

  public static Key export(String project, String exportId) {
    return new Key(project, Kind.EXPORT, exportId);
  }

  public static Key user(String project, String userId) {
    return new Key(project, Kind.USER, userId);
  }

  /**
   * Reads a key's canonical text.
   *
   * @throws IllegalArgumentException where it is not canonical: every key has one spelling
   */
  public static Key parse(String text) {
    int first = text.indexOf('/');
    int second = text.indexOf('/', first + 1);
    if (first < 0 || second < 0) {
      throw new IllegalArgumentException("a key is project/kind/id");
    }
    Key key =
        new Key(
            decode(text.substring(0, first)),
            Kind.of(text.substring(first + 1, second)),
            decode(text.substring(second + 1)));
    if (!key.toString().equals(text)) {
      throw new IllegalArgumentException("the key is not in its canonical form");
    }
    return key;
  }

  /** Reads a key from a record; see {@link #parse(String)}. */
  public static Key parse(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') >= 0
        && !java.util.Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
      throw new IllegalArgumentException("the key is not UTF-8");
    }
    return parse(text);
  }

  /** The key as it stands in a record. */
  public byte[] bytes() {
    return toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The canonical text. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(project.length() + id.length() + 3);
    encode(project, out);
    out.append('/').append(kind.code).append('/');
    encode(id, out);
    return out.toString();
  }

  /** Appends a part of a key, percent-encoded as every part of a key is. */
  public static void encode(String part, StringBuilder out) {
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (c == '%' || c == '/' || Character.isISOControl(c)) {
        // Control characters of the second block (U+0080 to U+009F) take two bytes in UTF-8.
        for (byte b : String.valueOf(c).getBytes(StandardCharsets.UTF_8)) {
          out.append('%').append(HEX.charAt((b >> 4) & 0xF)).append(HEX.charAt(b & 0xF));
        }
      } else {
        out.append(c);
      }
    }
  }

  private static String decode(String part) {
    if (part.indexOf('%') < 0) {
      return part;
    }
    byte[] in = part.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[in.length];
    int length = 0;
    for (int i = 0; i < in.length; i++) {
      if (in[i] != '%') {
        out[length++] = in[i];
      } else if (i + 2 < in.length && hex(in[i + 1]) >= 0 && hex(in[i + 2]) >= 0) {
        out[length++] = (byte) (hex(in[i + 1]) << 4 | hex(in[i + 2]));
        i += 2;
      } else {
        throw new IllegalArgumentException("broken percent-encoding in key");
      }
    }
    return new String(out, 0, length, StandardCharsets.UTF_8);
  }

  private static int hex(byte digit) {
    return HEX.indexOf(digit);
  }
}
