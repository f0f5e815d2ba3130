package io.threadmark.standalone.cli;

/** A command of {@code bin/threadmark}. */
@FunctionalInterface
public interface Command {
  int DONE = 0;
  int FAILED = 1;
  int MISUSED = 2;

  /** Does the work and returns the exit status. */
  int run() throws Exception;

  /** Runs a command; what it throws becomes a message on standard error and an exit status. */
  static int exitStatus(Command command) {
    try {
      return command.run();
    } catch (UsageException e) {
      System.err.println("threadmark: " + e.getMessage() + "\nSee 'bin/threadmark help'.");
      return MISUSED;
    } catch (CommandFailedException | IllegalArgumentException e) {
      System.err.println("threadmark: " + e.getMessage());
      return FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FAILED;
    } catch (Exception e) {
      System.err.println("threadmark: something unforeseen went wrong");
      e.printStackTrace();
      return FAILED;
    }
  }
}
