package io.threadmark.standalone.follow;

import java.security.SecureRandom;
import java.util.HexFormat;

/** What a process that writes an export is known by. */
final class ProcessId {
  private static final int BYTES = 8;

  private ProcessId() {}

  /** One that no other process has: 16 hexadecimal digits. */
  static String unique() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
