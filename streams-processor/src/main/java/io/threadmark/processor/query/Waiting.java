package io.threadmark.processor.query;

import io.threadmark.processor.cluster.NotAvailableException;
import io.threadmark.processor.cluster.OutOfTimeException;
import io.threadmark.processor.cluster.RequestDeadline;
import io.threadmark.processor.query.list.Unlisted;
import io.threadmark.processor.visibility.Effect;
import io.threadmark.processor.visibility.Uncounted;
import io.threadmark.processor.visibility.Unseen;
import io.threadmark.processor.visibility.Visibility;
import io.threadmark.schema.Key;
import io.threadmark.schema.Receipt;
import io.threadmark.schema.Receipt.Statement;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Waits until queries see what a receipt names, without holding a thread. Every look ends with the
 * wait, whatever it is in the middle of, and the answer is then what was not seen yet.
 */
final class Waiting {
  private static final long FIRST_PAUSE_MS = 10;
  private static final long LONGEST_PAUSE_MS = 80;

  /** Who waits for less, or not at all, gets a look nevertheless, of so long at most. */
  private static final Duration SHORTEST = Duration.ofMillis(500);

  private final Vertx vertx;
  private final WorkerPool pool;
  private final Queries queries;

  Waiting(Vertx vertx, WorkerPool pool, Queries queries) {
    this.vertx = vertx;
    this.pool = pool;
    this.queries = queries;
  }

  /** Something to look for again and again. */
  private interface Sought {
    /**
     * Looks once.
     *
     * @return whether that was all there is to look at, or only some of it
     */
    boolean look(Queries queries);

    /** Begins anew with what was not found; the pause before is over. */
    void again();

    /** What is not found yet, in words; empty where all is. */
    List<String> behind();
  }

  /**
   * Waits until queries for threads, traces and feedback see it.
   *
   * @return what is still behind when nothing is, or when the time is over: empty in the first case
   */
  Future<List<String>> visible(Receipt receipt, long waitMs) {
    return behind(new SeenByQueries(receipt), Wait.of(waitMs));
  }

  /**
   * Waits until metrics tell of it, too.
   *
   * @return what is still behind when nothing is, or when the time is over: empty in the first case
   */
  Future<List<String>> counted(Receipt receipt, long waitMs) {
    return counted(new SeenByQueries(receipt), Wait.of(waitMs));
  }

  /**
   * Waits until lists tell of it, too.
   *
   * @return what is still behind when nothing is, or when the time is over: empty in the first case
   */
  Future<List<String>> listed(Receipt receipt, long waitMs) {
    Wait wait = Wait.of(waitMs);
    return behind(new SeenByQueries(receipt), wait)
        .compose(
            behind ->
                behind.isEmpty() ? behind(new InLists(), wait) : Future.succeededFuture(behind));
  }

  private Future<List<String>> counted(SeenByQueries seen, Wait wait) {
    return behind(seen, wait)
        .compose(
            behind ->
                behind.isEmpty()
                    ? behind(new InTotals(seen.threads), wait)
                    : Future.succeededFuture(behind));
  }

  /**
   * What became of what a receipt names.
   *
   * @param behind what is still behind, in words
   * @param effects of each statement in turn; null of one where it is not known yet
   */
  record Outcome(List<String> behind, List<Effect> effects) {
    /** Whether queries, those for metrics too, see all of it. */
    boolean isVisible() {
      return behind.isEmpty()
          && effects.stream().noneMatch(effect -> effect != null && effect.isDead());
    }
  }

  /** Waits until metrics tell of it, too, and tells what became of it. */
  Future<Outcome> outcome(Receipt receipt, long waitMs) {
    return outcome(receipt, Wait.of(waitMs));
  }

  /**
   * The same for a receipt that may be long.
   *
   * @param read reads it; called where it holds nobody up
   */
  Future<Outcome> outcome(Supplier<Receipt> read, long waitMs) {
    Wait wait = Wait.of(waitMs);
    return pool.run(wait.lastLook, read::get).compose(receipt -> outcome(receipt, wait));
  }

  private Future<Outcome> outcome(Receipt receipt, Wait wait) {
    SeenByQueries seen = new SeenByQueries(receipt);
    return counted(seen, wait).map(behind -> new Outcome(behind, seen.effects(receipt)));
  }

  /**
   * How long to wait, and when the last look ends.
   *
   * @param end after it no other look begins where all was looked at
   */
  private record Wait(RequestDeadline end, RequestDeadline lastLook) {
    static Wait of(long ms) {
      Duration wait = Duration.ofMillis(ms);
      return new Wait(
          RequestDeadline.in(wait),
          RequestDeadline.in(wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait));
    }
  }

  private Future<List<String>> behind(Sought sought, Wait wait) {
    Promise<List<String>> answer = Promise.promise();
    look(sought, wait, FIRST_PAUSE_MS, answer);
    return answer.future();
  }

  private void look(Sought sought, Wait wait, long pauseMs, Promise<List<String>> answer) {
    pool.run(wait.lastLook, () -> sought.look(queries.within(wait.lastLook)))
        .onComplete(
            looked -> {
              if (looked.failed()) {
                failed(sought, wait, pauseMs, answer, looked.cause());
              } else if (sought.behind().isEmpty() || wait.lastLook.isOver()) {
                answer.complete(sought.behind());
              } else if (!looked.result()) {
                look(sought, wait, pauseMs, answer); // others had a turn meanwhile
              } else if (wait.end.isOver()) {
                answer.complete(sought.behind());
              } else {
                lookLater(sought, wait, pauseMs, answer);
              }
            });
  }

  private void failed(
      Sought sought, Wait wait, long pauseMs, Promise<List<String>> answer, Throwable failure) {
    if (!(failure instanceof NotAvailableException)) {
      answer.fail(failure);
    } else if (!wait.end.isOver()) {
      lookLater(sought, wait, pauseMs, answer);
    } else if (failure instanceof OutOfTimeException) {
      answer.complete(sought.behind());
    } else {
      answer.fail(failure);
    }
  }

  private void lookLater(Sought sought, Wait wait, long pauseMs, Promise<List<String>> answer) {
    vertx.setTimer(
        pauseMs,
        timer -> {
          sought.again();
          look(sought, wait, Math.min(2 * pauseMs, LONGEST_PAUSE_MS), answer);
        });
  }

  private static final class SeenByQueries implements Sought {
    private final String project;
    private final Unseen unseen;

    /** The threads that the looks led to. */
    private final Set<Key> threads = new HashSet<>();

    private final Map<Statement, Effect> effects = new IdentityHashMap<>();

    SeenByQueries(Receipt receipt) {
      project = receipt.project();
      unseen = new Unseen(receipt);
    }

    @Override
    public boolean look(Queries queries) {
      Visibility visibility = new Visibility(queries.stores(), queries.hashes());
      try {
        return unseen.look(
            statement -> {
              Effect effect = visibility.effect(project, statement);
              effects.put(statement, effect);
              return effect != null;
            });
      } finally {
        threads.addAll(visibility.threads());
      }
    }

    List<Effect> effects(Receipt receipt) {
      List<Effect> found = new ArrayList<>();
      receipt.statements().forEach(statement -> found.add(effects.get(statement)));
      return found;
    }

    @Override
    public void again() {
      unseen.again();
    }

    @Override
    public List<String> behind() {
      return unseen.told();
    }
  }

  private static final class InTotals implements Sought {
    private final Uncounted uncounted;

    InTotals(Set<Key> threads) {
      uncounted = new Uncounted(threads);
    }

    @Override
    public boolean look(Queries queries) {
      uncounted.look(queries.stores());
      return true;
    }

    @Override
    public void again() {
      // it goes on with what is not there yet
    }

    @Override
    public List<String> behind() {
      return uncounted.told();
    }
  }

  private static final class InLists implements Sought {
    private final Unlisted unlisted = new Unlisted();

    @Override
    public boolean look(Queries queries) {
      unlisted.look(queries.lists().progress());
      return true;
    }

    @Override
    public void again() {
      // it goes on with what is not there yet
    }

    @Override
    public List<String> behind() {
      return unlisted.told();
    }
  }
}
