package io.threadmark.standalone.deadletters;

import java.util.ArrayList;
import java.util.List;

/** Shows bytes as people look at them: where they stand, in hex, and as ASCII. */
final class HexDump {
  private static final int LINE_BYTES = 16;
  private static final int HEX_WIDTH = LINE_BYTES * 3;

  private HexDump() {}

  /**
   * The dump, a line each.
   *
   * @param most how many bytes to show at most
   */
  static List<String> lines(byte[] bytes, int most) {
    List<String> lines = new ArrayList<>();
    int shown = Math.min(bytes.length, most);
    for (int from = 0; from < shown; from += LINE_BYTES) {
      lines.add(line(bytes, from, Math.min(shown, from + LINE_BYTES)));
    }
    if (shown < bytes.length) {
      lines.add("… and %,d bytes more".formatted(bytes.length - shown));
    }
    return lines;
  }

  private static String line(byte[] bytes, int from, int to) {
    StringBuilder hex = new StringBuilder(HEX_WIDTH);
    StringBuilder text = new StringBuilder(LINE_BYTES);
    for (int at = from; at < to; at++) {
      hex.append("%02x ".formatted(bytes[at]));
      text.append(bytes[at] >= ' ' && bytes[at] <= '~' ? (char) bytes[at] : '.');
    }
    return "%08x  %s |%s|".formatted(from, hex + " ".repeat(HEX_WIDTH - hex.length()), text);
  }
}
