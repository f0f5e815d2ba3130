package io.threadmark.standalone.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/** Events that go in one request, and where they came from. */
public final class Batch {
  private final byte[] body;
  private final List<Integer> lines;

  /**
   * @param body the events as NDJSON
   * @param lines for each event the number of the line that it stood on, from 1
   */
  Batch(byte[] body, List<Integer> lines) {
    this.body = body;
    this.lines = List.copyOf(lines);
  }

  /** A batch of text, whose lines are counted from 1. */
  public static Batch of(List<String> events) {
    List<Integer> lines = IntStream.rangeClosed(1, events.size()).boxed().toList();
    return new Batch(String.join("\n", events).getBytes(StandardCharsets.UTF_8), lines);
  }

  byte[] body() {
    return body;
  }

  int size() {
    return lines.size();
  }

  /** The line that an event stood on. */
  int line(int index) {
    return lines.get(index);
  }

  /**
   * From which the gateway makes ids for events that have none. The same lines at the same place
   * have the same key, so that they may be sent any number of times.
   */
  String idempotencyKey() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(body);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(line(0)).flip());
      return HexFormat.of().formatHex(digest.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
