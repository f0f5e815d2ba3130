package io.threadmark.processor.query;

import io.threadmark.schema.Receipt;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;

/** Waits until what a receipt names is visible, without holding a thread. */
final class Waiting {
  private static final long FIRST_PAUSE_MS = 10;
  private static final long LONGEST_PAUSE_MS = 80;

  private final Vertx vertx;
  private final Visibility visibility;

  Waiting(Vertx vertx, Visibility visibility) {
    this.vertx = vertx;
    this.visibility = visibility;
  }

  /**
   * What is still behind when it is visible, or when the time is over: empty where it is visible.
   */
  Future<List<String>> behindAfter(Receipt receipt, long waitMs) {
    Promise<List<String>> answer = Promise.promise();
    look(receipt, System.nanoTime() + waitMs * 1_000_000, FIRST_PAUSE_MS, answer);
    return answer.future();
  }

  private void look(Receipt receipt, long deadline, long pauseMs, Promise<List<String>> answer) {
    vertx
        .executeBlocking(() -> visibility.behind(receipt), false)
        .onComplete(
            looked -> {
              boolean over = System.nanoTime() - deadline >= 0;
              if (looked.succeeded() && (looked.result().isEmpty() || over)) {
                answer.complete(looked.result());
              } else if (looked.failed() && (over || !isPassing(looked.cause()))) {
                answer.fail(looked.cause());
              } else {
                vertx.setTimer(
                    pauseMs,
                    timer ->
                        look(receipt, deadline, Math.min(2 * pauseMs, LONGEST_PAUSE_MS), answer));
              }
            });
  }

  private static boolean isPassing(Throwable failure) {
    return failure instanceof NotAvailableException;
  }
}
