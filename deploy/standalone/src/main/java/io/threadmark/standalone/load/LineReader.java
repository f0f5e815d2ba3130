package io.threadmark.standalone.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads lines as bytes, and none into memory that is longer than a limit. */
final class LineReader {
  private final InputStream in;
  private final int limit;
  private final byte[] buffer = new byte[64 * 1024];
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int position;
  private int end;
  private int number;
  private boolean tooLong;

  LineReader(InputStream in, int limit) {
    this.in = in;
    this.limit = limit;
  }

  /** Moves to the next line, if there is one. */
  boolean next() throws IOException {
    line.reset();
    tooLong = false;
    if (!fill()) {
      return false;
    }
    number++;
    boolean complete = false;
    while (!complete && fill()) {
      int stop = position;
      while (stop < end && buffer[stop] != '\n') {
        stop++;
      }
      keep(stop);
      complete = stop < end;
      position = complete ? stop + 1 : stop;
    }
    return true;
  }

  /** The number of the line, from 1. */
  int number() {
    return number;
  }

  /** Whether the line is longer than the limit; it is then not to be had. */
  boolean tooLong() {
    return tooLong;
  }

  /** Whether there is nothing on the line. */
  boolean blank() {
    return !tooLong && line.toString(StandardCharsets.ISO_8859_1).isBlank();
  }

  /** The line without its end. */
  byte[] bytes() {
    return line.toByteArray();
  }

  private void keep(int stop) {
    if (tooLong || line.size() + stop - position > limit) {
      tooLong = true;
      line.reset();
    } else {
      line.write(buffer, position, stop - position);
    }
  }

  private boolean fill() throws IOException {
    if (position == end) {
      position = 0;
      end = Math.max(0, in.read(buffer, 0, buffer.length));
    }
    return position < end;
  }
}
