package io.threadmark.processor.stage;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A short name for where an exception came from, equal for failures that have one cause. */
final class StackDigest {
  private static final int BYTES = 8;

  private StackDigest() {}

  /** Digests the classes of an exception and its causes, and their frames; no message. */
  static String of(Throwable thrown) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
        digest.update(cause.getClass().getName().getBytes(StandardCharsets.UTF_8));
        for (StackTraceElement frame : cause.getStackTrace()) {
          digest.update(
              (frame.getClassName() + '#' + frame.getMethodName())
                  .getBytes(StandardCharsets.UTF_8));
        }
      }
      return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
