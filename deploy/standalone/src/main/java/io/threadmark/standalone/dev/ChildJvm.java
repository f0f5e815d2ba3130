package io.threadmark.standalone.dev;

import io.threadmark.standalone.cli.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A JVM that runs a program for this one and ends with it; see {@link Lifeline}. */
final class ChildJvm {
  private final Program program;
  private final Process process;

  private ChildJvm(Program program, Process process) {
    this.program = program;
    this.process = process;
  }

  /**
   * What to run.
   *
   * @param name what people call it
   * @param jvmFlags flags of its JVM
   * @param classpath where its classes are, {@link Lifeline} among them
   * @param mainClass its main class
   * @param arguments the main class's arguments
   * @param folder its working folder
   * @param lock the file by which it owns its data
   * @param log where what it prints goes
   */
  record Program(
      String name,
      List<String> jvmFlags,
      String classpath,
      String mainClass,
      List<String> arguments,
      Path folder,
      Path lock,
      Path log) {

    List<String> command() {
      // A Ctrl-C reaches every process of the terminal, and what timeout or systemd sends all of
      // the
      // group. The child must ignore either, since it is the parent's to stop things in order: the
      // processor cannot end its transactions without a broker. A JVM keeps ignoring what it was
      // started to ignore.
      List<String> command =
          new ArrayList<>(List.of("/bin/sh", "-c", "trap '' INT HUP TERM; exec \"$@\"", "sh"));
      command.add(JavaCommand.path());
      command.addAll(JavaCommand.versionFlags());
      command.addAll(jvmFlags);
      command.addAll(List.of("-cp", classpath, Lifeline.class.getName(), lock.toString()));
      command.add(mainClass);
      command.addAll(arguments);
      return command;
    }
  }

  /**
   * Starts a program. Its log begins anew; the one before is kept as {@code name.1.log}.
   *
   * @throws CommandFailedException where it cannot be started
   */
  static ChildJvm start(Program program) {
    try {
      keepOneOldLog(program.log());
      Process process =
          new ProcessBuilder(program.command())
              .directory(program.folder().toFile())
              .redirectErrorStream(true)
              .redirectOutput(program.log().toFile())
              .start();
      return new ChildJvm(program, process);
    } catch (IOException e) {
      throw new CommandFailedException("the " + program.name() + " cannot be started: " + e, e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** Has something done when it has ended, for whatever reason. */
  void onEnd(Runnable action) {
    CompletableFuture<Void> unused = process.onExit().thenRun(action);
  }

  /**
   * Checks that it runs.
   *
   * @throws CommandFailedException with the end of its log, where it does not
   */
  void requireAlive() {
    if (!process.isAlive()) {
      throw new CommandFailedException(describeEnd());
    }
  }

  /** How it ended, with the end of its log. */
  String describeEnd() {
    return "the %s ended by itself with status %d".formatted(program.name(), process.exitValue())
        + LogTail.of(program.log());
  }

  /** Lets go of its lifeline: it begins to shut down. */
  void letGo() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It is gone already, or will be killed when it is stopped.
    }
  }

  /** Has it shut down in order and waits until it has; kills it if it does not. */
  void stop() throws InterruptedException {
    letGo();
    if (!process.waitFor(Lifeline.PATIENCE.toMillis() + 500, TimeUnit.MILLISECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  private static void keepOneOldLog(Path log) throws IOException {
    if (Files.exists(log)) {
      String name = log.getFileName().toString();
      Path old = log.resolveSibling(name.replaceFirst("(\\.log)?$", ".1.log"));
      Files.move(log, old, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
