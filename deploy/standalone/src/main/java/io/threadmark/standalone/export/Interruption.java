package io.threadmark.standalone.export;

/** What is done where the user ends the command before it has ended by itself. */
final class Interruption {
  /** Something that may fail; then there is nobody left to tell. */
  @FunctionalInterface
  interface Ending {
    void run() throws Exception;
  }

  private final Thread hook;

  private Interruption(Thread hook) {
    this.hook = hook;
  }

  static Interruption watch(Ending ending) {
    Thread hook = new Thread(() -> end(ending), "threadmark-interrupted");
    Runtime.getRuntime().addShutdownHook(hook);
    return new Interruption(hook);
  }

  private static void end(Ending ending) {
    try {
      ending.run();
    } catch (Exception e) {
      System.err.println("threadmark: the export may go on: " + e.getMessage());
    }
  }

  /** The command has ended by itself. */
  void forget() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the hook is at work
    }
  }
}
