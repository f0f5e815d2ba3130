package io.threadmark.standalone.dev;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Finds out which process listens on a port, where the system lets us see it. */
final class PortHolder {
  private static final Path PROC = Path.of("/proc");
  private static final String LISTENING = "0A";
  private static final int LONGEST_COMMAND = 120;

  private PortHolder() {}

  /** The process in words, such as {@code process 4711 (/usr/bin/java …)}; empty if not seen. */
  static Optional<String> describe(int port) {
    Optional<Long> pid = Files.isDirectory(PROC.resolve("net")) ? byProc(port) : byLsof(port);
    return pid.flatMap(ProcessHandle::of).map(PortHolder::inWords);
  }

  private static String inWords(ProcessHandle process) {
    String command =
        process.info().commandLine().or(() -> process.info().command()).orElse("command unknown");
    return "process %d (%s)".formatted(process.pid(), shortened(command));
  }

  /** Its two ends: which program it is, and what it was asked for. */
  private static String shortened(String command) {
    int half = LONGEST_COMMAND / 2;
    return command.length() <= LONGEST_COMMAND
        ? command
        : command.substring(0, half) + " … " + command.substring(command.length() - half);
  }

  private static Optional<Long> byProc(int port) {
    Set<String> sockets = new HashSet<>();
    for (String table : List.of("tcp", "tcp6")) {
      sockets.addAll(listening(PROC.resolve("net").resolve(table), port));
    }
    if (sockets.isEmpty()) {
      return Optional.empty();
    }
    try (Stream<Path> processes = Files.list(PROC)) {
      return processes
          .filter(process -> process.getFileName().toString().matches("\\d+"))
          .filter(process -> holdsAny(process.resolve("fd"), sockets))
          .map(process -> Long.valueOf(process.getFileName().toString()))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The sockets, as {@code /proc} names them, that listen on a port. */
  private static Set<String> listening(Path table, int port) {
    String suffix = ":%04X".formatted(port);
    Set<String> sockets = new HashSet<>();
    try (Stream<String> lines = Files.lines(table)) {
      lines
          .map(line -> line.strip().split("\\s+"))
          .filter(field -> field.length > 9 && field[1].endsWith(suffix))
          .filter(field -> field[3].equals(LISTENING))
          .forEach(field -> sockets.add("socket:[" + field[9] + "]"));
    } catch (IOException e) {
      // A system without IPv6 has no such table.
    }
    return sockets;
  }

  private static boolean holdsAny(Path descriptors, Set<String> sockets) {
    try (Stream<Path> links = Files.list(descriptors)) {
      return links.anyMatch(link -> sockets.contains(target(link)));
    } catch (IOException e) {
      return false; // another user's process, or one that has just ended
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "";
    }
  }

  private static Optional<Long> byLsof(int port) {
    try {
      Process lsof =
          new ProcessBuilder("lsof", "-nP", "-t", "-iTCP:" + port, "-sTCP:LISTEN")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!lsof.waitFor(3, TimeUnit.SECONDS)) {
        lsof.destroyForcibly();
        return Optional.empty();
      }
      String pids = new String(lsof.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return pids.lines().findFirst().map(Long::valueOf);
    } catch (IOException | NumberFormatException e) {
      return Optional.empty(); // no lsof here
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
