package io.threadmark.processor.thread;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Holds a large thread back after it was published, for so long that the bytes of it that are
 * published in a second are bounded. It is kept in memory only: whoever begins anew publishes a
 * thread once too early.
 */
final class PublishingPace {
  /** Threads that are held back at a time; of more, those that were published first are let go. */
  private static final int MOST_HELD = 1_000;

  /** From when, and for how long, a thread is held back. */
  private record Pause(long sinceMs, long ms) {
    boolean isOver(long nowMs) {
      return nowMs < sinceMs || nowMs >= sinceMs + ms; // the clock may be put back
    }
  }

  private final long bytesPerSecond;
  private final long shortestMs;
  private final Map<ByteBuffer, Pause> pauses = new LinkedHashMap<>();

  /**
   * @param bytesPerSecond of each thread
   * @param shortestMs no thread is published sooner again anyway, so less need not be remembered
   */
  PublishingPace(long bytesPerSecond, long shortestMs) {
    this.bytesPerSecond = bytesPerSecond;
    this.shortestMs = shortestMs;
  }

  /** Notes that a thread was published. */
  void published(byte[] thread, long bytes, long nowMs) {
    pauses.values().removeIf(pause -> pause.isOver(nowMs));
    long ms = bytes * 1_000 / bytesPerSecond;
    if (ms > shortestMs) {
      if (pauses.size() == MOST_HELD) {
        pauses.remove(pauses.keySet().iterator().next());
      }
      pauses.put(ByteBuffer.wrap(thread), new Pause(nowMs, ms));
    }
  }

  /** Whether a thread was published too short a time ago. */
  boolean holdsBack(byte[] thread, long nowMs) {
    Pause pause = pauses.get(ByteBuffer.wrap(thread));
    return pause != null && !pause.isOver(nowMs);
  }
}
