package io.threadmark.testkit;

/** A broker that can be taken away and given back, at the same address and with its data. */
public interface BreakableKafka extends TestKafka {

  /** Starts it, again or for the first time, and waits until it serves clients. */
  void start();

  /** Ends it as an operator does. */
  void stop();

  /** Ends it without warning. */
  void kill();

  /** Freezes it: connections stay open and nothing is answered. */
  void pause();

  /** Ends a pause. */
  void resume();
}
