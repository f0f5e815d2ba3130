package io.threadmark.processor.query.dataset;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Writes the body of an answer from a thread that may wait. What the other side has not taken yet
 * is bounded; who takes nothing for long is let go. Closing it does not end the answer: only {@link
 * #end} says that it is whole.
 */
final class ResponseStream extends OutputStream {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Whoever is between closes connections that are silent for long. */
  private static final Duration SILENCE = Duration.ofSeconds(5);

  private static final int QUEUED_BYTES = 1024 * 1024;
  private static final int PIECE_BYTES = 32 * 1024;

  private final HttpServerResponse response;
  private Buffer piece = Buffer.buffer(PIECE_BYTES);
  private long sentAt = System.nanoTime();
  private volatile boolean gone;
  private volatile boolean begun;

  ResponseStream(HttpServerResponse response) {
    this.response = response;
    response.closeHandler(closed -> gone = true);
    response.exceptionHandler(failed -> gone = true);
    response.setWriteQueueMaxSize(QUEUED_BYTES);
  }

  @Override
  public void write(int one) throws IOException {
    piece.appendByte((byte) one);
    sendIfFull();
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    piece.appendBytes(bytes, offset, length);
    sendIfFull();
  }

  private void sendIfFull() throws IOException {
    if (piece.length() >= PIECE_BYTES || System.nanoTime() - sentAt > SILENCE.toNanos()) {
      send();
    }
  }

  private void send() throws IOException {
    if (gone) {
      throw new IOException("whoever downloads is gone");
    }
    begun = true;
    sentAt = System.nanoTime();
    response.write(piece).onFailure(failed -> gone = true);
    piece = Buffer.buffer(PIECE_BYTES);
    if (response.writeQueueFull()) {
      awaitTaken();
    }
  }

  private void awaitTaken() throws IOException {
    CountDownLatch taken = new CountDownLatch(1);
    response.drainHandler(drained -> taken.countDown());
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (response.writeQueueFull() && !gone) {
        if (System.nanoTime() - end >= 0) {
          throw new IOException("whoever downloads took nothing for " + PATIENCE);
        }
        if (taken.await(1, TimeUnit.SECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("stopping", e);
    }
  }

  /** Whether anything was sent, so that the answer can be no other any more. */
  boolean isBegun() {
    return begun;
  }

  /** Whether nobody takes any more. */
  boolean isGone() {
    return gone;
  }

  /** Sends the rest, and says that it is whole. */
  void end() throws IOException {
    if (gone) {
      return;
    }
    begun = true;
    response.end(piece);
    gone = true;
  }

  /** Ends the connection before the answer is whole. */
  void breakOff() {
    gone = true;
    response.reset();
  }
}
