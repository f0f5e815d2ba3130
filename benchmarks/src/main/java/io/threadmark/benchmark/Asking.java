package io.threadmark.benchmark;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Asks some questions in turns, at a fixed rate, whether or not those before are answered. Latency
 * begins when a question was due: where the system stalls, or this machine, all that were due
 * meanwhile tell of it.
 */
final class Asking {
  private final ProjectClient client;
  private final List<? extends Question> questions;
  private final long intervalNanos;

  /**
   * @param perSecond how often each question is asked
   */
  Asking(ProjectClient client, List<? extends Question> questions, int perSecond) {
    this.client = client;
    this.questions = questions;
    this.intervalNanos = 1_000_000_000L / ((long) perSecond * questions.size());
  }

  /** Asks for a time, and waits for the last answers. */
  Map<Question, Latencies> ask(Duration time) throws InterruptedException {
    Map<Question, Latencies> latencies = new LinkedHashMap<>();
    for (Question question : questions) {
      latencies.put(question, new Latencies());
    }
    List<CompletableFuture<Void>> answers = new ArrayList<>();
    long start = System.nanoTime();
    for (long due = 0; due < time.toNanos(); due += intervalNanos) {
      sleepUntil(start + due);
      Question question = questions.get(answers.size() % questions.size());
      answers.add(ask(question, start + due, latencies.get(question)));
    }
    CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).join();
    return latencies;
  }

  private CompletableFuture<Void> ask(Question question, long due, Latencies latencies) {
    return client
        .ask(question.path(Instant.now()))
        .thenAccept(
            answered -> {
              if (answered) {
                latencies.add(System.nanoTime() - due);
              } else {
                latencies.addUnanswered();
              }
            });
  }

  private static void sleepUntil(long nanoTime) throws InterruptedException {
    long nanos = nanoTime - System.nanoTime();
    if (nanos > 0) {
      Thread.sleep(nanos / 1_000_000, (int) (nanos % 1_000_000));
    }
  }
}
