package io.threadmark.standalone.dev;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The end of a log, to be shown where something went wrong. */
final class LogTail {
  private static final int MOST_LINES = 25;
  private static final String STACK_FRAME = "\tat ";
  private static final int MOST_BYTES = 64 * 1024;

  private LogTail() {}

  /**
   * The last lines but stack frames, each behind a bar, and where the rest is; begins with a line
   * break.
   */
  static String of(Path log) {
    String shown =
        lastLines(log).stream().map(line -> "  | " + line + "\n").collect(Collectors.joining());
    return "\n" + shown + "The whole log: " + log;
  }

  private static List<String> lastLines(Path log) {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      int length = (int) Math.min(MOST_BYTES, file.length());
      byte[] end = new byte[length];
      file.seek(file.length() - length);
      file.readFully(end);
      List<String> all =
          new String(end, StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.startsWith(STACK_FRAME))
              .toList();
      return all.subList(Math.max(0, all.size() - MOST_LINES), all.size());
    } catch (IOException e) {
      return List.of("(cannot be read: " + e.getMessage() + ")");
    }
  }
}
