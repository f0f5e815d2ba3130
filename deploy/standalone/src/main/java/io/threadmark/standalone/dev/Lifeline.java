package io.threadmark.standalone.dev;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;

/**
 * Runs another program's main class in a JVM that ends when its parent does. The parent holds the
 * other end of standard input; when that closes, by intent or because the parent was killed, this
 * JVM shuts down in order, and is halted where that takes too long.
 *
 * <p>Uses the JDK alone, so that it can stand on any program's classpath.
 */
final class Lifeline {
  /** How long an orderly shutdown may take. */
  static final Duration PATIENCE = Duration.ofSeconds(8);

  /** How long an earlier child may take to let go of the lock; more than its own patience. */
  private static final Duration LOCK_PATIENCE = PATIENCE.plusSeconds(7);

  private static FileChannel lock; // held as long as the JVM lives

  private Lifeline() {}

  /**
   * Runs a main class until its end or the parent's.
   *
   * @param arguments the lock file, of which one child at a time may be the holder; the main class;
   *     that class's own arguments
   */
  public static void main(String[] arguments) throws Exception {
    Thread watch = new Thread(Lifeline::endWithParent, "lifeline");
    watch.setDaemon(true);
    watch.start();
    acquireLock(Path.of(arguments[0]));
    runMain(arguments[1], Arrays.copyOfRange(arguments, 2, arguments.length));
  }

  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is ever said, only that the parent is there.
      }
    } catch (IOException e) {
      // A broken pipe is the end as well.
    }
    Thread deadline = new Thread(Lifeline::haltAfterPatience, "lifeline-deadline");
    deadline.setDaemon(true);
    deadline.start();
    System.exit(0);
  }

  private static void haltAfterPatience() {
    try {
      Thread.sleep(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      // Whoever wants this thread gone wants the JVM gone.
    }
    System.err.println("The orderly shutdown took too long; halting.");
    Runtime.getRuntime().halt(1);
  }

  /**
   * Waits while a child of an earlier parent is still shutting down: it owns the data until then.
   */
  private static void acquireLock(Path file) throws IOException, InterruptedException {
    lock = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    long deadline = System.nanoTime() + LOCK_PATIENCE.toNanos();
    while (lock.tryLock() == null) {
      if (System.nanoTime() > deadline) {
        System.err.println("Another process holds " + file + " and does not end.");
        System.exit(1);
      }
      Thread.sleep(50);
    }
  }

  private static void runMain(String mainClass, String[] arguments) throws Exception {
    try {
      Class.forName(mainClass).getMethod("main", String[].class).invoke(null, (Object) arguments);
    } catch (InvocationTargetException e) {
      e.getCause().printStackTrace();
      System.exit(1);
    }
  }
}
