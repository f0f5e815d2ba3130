package io.threadmark.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Signals that Java has no call for. */
public final class Signals {

  private Signals() {}

  /**
   * Sends one and waits until that is done.
   *
   * @param name such as {@code STOP}
   */
  public static void send(String name, long pid) {
    try {
      int status = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
      if (status != 0) {
        throw new AssertionError("kill -" + name + " ended with status " + status);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
