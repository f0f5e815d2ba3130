package io.threadmark.processor.query;

import io.threadmark.processor.erasure.rows.SubjectHash;
import io.threadmark.schema.Key;
import io.threadmark.schema.Receipt;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Waits until queries see what a receipt names, without holding a thread. */
final class Waiting {
  private static final long FIRST_PAUSE_MS = 10;
  private static final long LONGEST_PAUSE_MS = 80;

  private final Vertx vertx;
  private final StoreAccess stores;
  private final SubjectHash hashes;

  /**
   * @param hashes names what was erased
   */
  Waiting(Vertx vertx, StoreAccess stores, SubjectHash hashes) {
    this.vertx = vertx;
    this.stores = stores;
    this.hashes = hashes;
  }

  /**
   * Waits until queries for threads, traces and feedback see it.
   *
   * @return what is still behind when nothing is, or when the time is over: empty in the first case
   */
  Future<List<String>> visible(Receipt receipt, long waitMs) {
    return behind(() -> new Visibility(stores, hashes).behind(receipt), deadline(waitMs));
  }

  /**
   * Waits until metrics tell of it, too.
   *
   * @return what is still behind when nothing is, or when the time is over: empty in the first case
   */
  Future<List<String>> counted(Receipt receipt, long waitMs) {
    long deadline = deadline(waitMs);
    Set<Key> threads = ConcurrentHashMap.newKeySet();
    return behind(
            () -> {
              Visibility look = new Visibility(stores, hashes);
              List<String> behind = look.behind(receipt);
              threads.addAll(look.threads());
              return behind;
            },
            deadline)
        .compose(
            behind ->
                behind.isEmpty()
                    ? behind(new Uncounted(stores, threads)::behind, deadline)
                    : Future.succeededFuture(behind));
  }

  private static long deadline(long waitMs) {
    return System.nanoTime() + waitMs * 1_000_000;
  }

  private Future<List<String>> behind(Supplier<List<String>> behind, long deadline) {
    Promise<List<String>> answer = Promise.promise();
    look(behind, deadline, FIRST_PAUSE_MS, answer);
    return answer.future();
  }

  private void look(
      Supplier<List<String>> behind, long deadline, long pauseMs, Promise<List<String>> answer) {
    vertx
        .executeBlocking(behind::get, false)
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
                        look(behind, deadline, Math.min(2 * pauseMs, LONGEST_PAUSE_MS), answer));
              }
            });
  }

  private static boolean isPassing(Throwable failure) {
    return failure instanceof NotAvailableException;
  }
}
