package io.threadmark.standalone.cli;

import java.io.PrintStream;

/** Tells the user how far things are. */
public final class Console {
  private static final String TERMINAL_PROPERTY = "threadmark.terminal";
  private static final String ERROR_TERMINAL_PROPERTY = "threadmark.error.terminal";
  private static final String ERASE = "\r\033[K";

  private final PrintStream out;
  private final boolean terminal;
  private final long start = System.nanoTime();

  /**
   * @param terminal whether a person looks at it, so that lines may be coloured or redrawn
   */
  public Console(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Standard output, of which {@code bin/threadmark} says whether it is a terminal. */
  public static Console standardOutput() {
    return new Console(System.out, Boolean.getBoolean(TERMINAL_PROPERTY));
  }

  /** Standard error likewise, for what does not belong to the output. */
  public static Console standardError() {
    return new Console(System.err, Boolean.getBoolean(ERROR_TERMINAL_PROPERTY));
  }

  /** Whether a person looks at it. */
  public boolean terminal() {
    return terminal;
  }

  /** Whether to use colours; see <a href="https://no-color.org">no-color.org</a>. */
  public boolean colours() {
    String noColour = System.getenv("NO_COLOR");
    return terminal && (noColour == null || noColour.isEmpty());
  }

  /** A line with the seconds since the start. */
  public void step(String text) {
    line("%6.1f s  %s".formatted((System.nanoTime() - start) / 1e9, text));
  }

  /** A line that, on a terminal, takes the place of the one drawn before. */
  public void redraw(String text) {
    if (!terminal) {
      line(text);
      return;
    }
    synchronized (out) {
      out.print(ERASE + text);
      out.flush();
    }
  }

  /** Takes away what was drawn last. */
  public void eraseLine() {
    if (terminal) {
      synchronized (out) {
        out.print(ERASE);
        out.flush();
      }
    }
  }

  /** A line as it is. */
  public void line(String text) {
    synchronized (out) {
      out.println(text);
      out.flush();
    }
  }
}
