package io.threadmark.processor.topology;

/** Lets something that a stage asks of Kafka Streams fail: a read, a write or a forward. */
final class Trap {
  private RuntimeException failure;
  private int stepsLeft;
  private boolean sprung;

  /** Lets a step fail, after so many more that do not. */
  void set(int steps, RuntimeException failure) {
    this.failure = failure;
    this.stepsLeft = steps;
    this.sprung = false;
  }

  /** Lets nothing fail any more. */
  void unset() {
    failure = null;
    sprung = false;
  }

  /** Something is asked of Kafka Streams. */
  void step() {
    if (failure != null && !sprung && stepsLeft-- == 0) {
      sprung = true;
      throw failure;
    }
  }

  /** Whether the failure came. */
  boolean isSprung() {
    return sprung;
  }
}
