package io.threadmark.processor.query.export;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a file that is asked for (RFC 9110, section 14).
 *
 * @param from the first byte
 * @param length how many; none where the file does not reach so far
 */
record ByteRange(long from, long length) {
  private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /**
   * Reads the header {@code Range}.
   *
   * @return null where the whole file is to be sent: without the header, and where it asks for what
   *     nobody need serve, such as several parts
   */
  static ByteRange read(String header, long size) {
    Matcher range = ONE.matcher(header == null ? "" : header.strip());
    if (!range.matches()) {
      return null;
    }
    String first = range.group(1);
    String last = range.group(2);
    if (first.isEmpty()) {
      return last.isEmpty() ? null : tail(Long.parseLong(last), size);
    }
    long from = Long.parseLong(first);
    long to = last.isEmpty() ? size - 1 : Math.min(Long.parseLong(last), size - 1);
    if (!last.isEmpty() && Long.parseLong(last) < from) {
      return null; // no range
    }
    return new ByteRange(from, Math.max(0, to - from + 1));
  }

  private static ByteRange tail(long length, long size) {
    long sent = Math.min(length, size);
    return new ByteRange(size - sent, sent);
  }

  boolean isThere() {
    return length > 0;
  }

  /** The header {@code Content-Range}. */
  String of(long size) {
    return isThere() ? "bytes " + from + "-" + (from + length - 1) + "/" + size : "bytes */" + size;
  }
}
