package io.threadmark.processor.query.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Over HTTP, as server-sent events (WHATWG HTML, section 9.2). What the other side has not taken
 * yet is bounded: then it is waited for, and the topic keeps the rest.
 */
final class HttpListener implements Listener {
  /** Who takes nothing for so long is let go; it may come back and go on where it was. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  static final String TYPE = "text/event-stream; charset=utf-8";

  private static final int QUEUED_BYTES = 1024 * 1024;

  private final HttpServerResponse response;
  private volatile boolean gone;

  HttpListener(HttpServerResponse response, Duration retry) {
    this.response = response;
    response.closeHandler(closed -> gone = true);
    response.exceptionHandler(failed -> gone = true);
    response.setWriteQueueMaxSize(QUEUED_BYTES);
    response
        .setChunked(true)
        .putHeader("Content-Type", TYPE)
        .putHeader("Cache-Control", "no-store")
        .putHeader("X-Accel-Buffering", "no"); // nginx would keep events back
    write(Buffer.buffer("retry: " + retry.toMillis() + "\n\n"));
  }

  @Override
  public void tell(String event, String id, byte[] json) {
    Buffer buffer = Buffer.buffer(json.length + 256);
    buffer.appendString("event: " + event + '\n').appendString("id: " + id + '\n');
    // JSON as it is written here has no line breaks; each would begin a line of its own.
    buffer.appendString("data: ").appendBytes(json).appendString("\n\n");
    write(buffer);
  }

  @Override
  public void beat(String id) {
    // Without data it is no event, but the other side remembers the id.
    write(Buffer.buffer((": alive\nid: " + id + "\n\n").getBytes(UTF_8)));
  }

  @Override
  public boolean isGone() {
    return gone;
  }

  private void write(Buffer buffer) {
    if (gone) {
      throw new ListenerGoneException("the listener is gone");
    }
    response.write(buffer).onFailure(failed -> gone = true);
    if (response.writeQueueFull()) {
      awaitTaken();
    }
  }

  private void awaitTaken() {
    CountDownLatch taken = new CountDownLatch(1);
    response.drainHandler(drained -> taken.countDown());
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (response.writeQueueFull() && !gone) {
        if (System.nanoTime() - end >= 0) {
          gone = true;
          response.reset();
          throw new ListenerGoneException("the listener took nothing for " + PATIENCE);
        }
        if (taken.await(1, TimeUnit.SECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ListenerGoneException("stopping");
    }
  }

  /** Ends the stream from this side. */
  void end() {
    if (!gone) {
      gone = true;
      response.end();
    }
  }
}
