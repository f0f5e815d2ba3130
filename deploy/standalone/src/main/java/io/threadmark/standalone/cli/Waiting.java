package io.threadmark.standalone.cli;

import java.time.Duration;
import java.util.Optional;

/** Waits for something to be so. */
public final class Waiting {
  private static final Duration PAUSE = Duration.ofMillis(100);

  private Waiting() {}

  /** Looks once. */
  @FunctionalInterface
  public interface Look {
    /** Why it is not so yet; empty once it is. */
    Optional<String> reasonNotYet() throws InterruptedException;
  }

  /**
   * Looks again and again until it is so.
   *
   * @param what what is waited for, to be read after "waited for"
   * @throws CommandFailedException with the last reason, where it is not so in time
   */
  public static void until(String what, Duration patience, Look look) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    Optional<String> reason = look.reasonNotYet();
    while (reason.isPresent()) {
      if (System.nanoTime() > deadline) {
        throw new CommandFailedException(
            "waited %d s for %s: %s".formatted(patience.toSeconds(), what, reason.get()));
      }
      Thread.sleep(PAUSE.toMillis());
      reason = look.reasonNotYet();
    }
  }
}
