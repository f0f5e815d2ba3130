package io.threadmark.standalone.dev;

import io.threadmark.standalone.cli.Command;
import io.threadmark.standalone.cli.CommandFailedException;
import io.threadmark.standalone.cli.Console;
import io.threadmark.standalone.cli.ShellCommand;
import io.threadmark.standalone.cluster.Endpoints;
import io.threadmark.standalone.cluster.Loopback;
import io.threadmark.standalone.demo.Demo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** {@code bin/threadmark dev}: the whole system on this machine, until it is told to stop. */
final class DevMain {
  private DevMain() {}

  public static void main(String[] arguments) {
    System.exit(Command.exitStatus(() -> run(arguments)));
  }

  private static int run(String[] arguments) throws IOException, InterruptedException {
    DevOptions options = DevOptions.parse(arguments);
    RoleSettings settings = new RoleSettings(System.getenv());
    int port = options.port().orElseGet(settings::gatewayPort);
    requireFree(port);
    DataDirectory data = DataDirectory.open(options.data(), options.reset());
    logTo(data.launcherLog());
    Console console = Console.standardOutput();
    Running running = new Running(console);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running, data, console), "stop"));
    try {
      Endpoints endpoints =
          new Dev(console, running, data, settings).start(port, DevMain::endBecauseAPartDied);
      console.line("Threadmark is ready at " + endpoints.gateway());
      if (options.demo()) {
        new Demo(endpoints, console, topicsDescribe(options))
            .play(settings.cluster(endpoints.kafka(), endpoints.schemaRegistry()));
      }
    } catch (RuntimeException e) {
      if (!running.stopping()) {
        throw e;
      } // else a signal came, and what is under way may fail in any way while parts are stopped
    }
    new CountDownLatch(1).await(); // a signal, or the death of a child, ends it
    return Command.DONE;
  }

  private static String topicsDescribe(DevOptions options) {
    return ShellCommand.of(List.of("topics", "describe", "--data", options.data().toString()));
  }

  /**
   * Checks that the gateway's port can be had; better now than after everything else is up.
   *
   * @throws CommandFailedException saying who has it, where that can be seen
   */
  static void requireFree(int port) {
    if (port != 0 && !Loopback.free(port)) {
      throw new CommandFailedException(
          "port %d is in use%s. Choose another with --port N, such as --port %d"
              .formatted(
                  port,
                  PortHolder.describe(port).map(holder -> " by " + holder).orElse(""),
                  Loopback.freePorts(1).get(0)));
    }
  }

  /** Logs go to a file here, and errors also to standard error; see {@code logback-dev.xml}. */
  private static void logTo(Path file) {
    System.setProperty("logback.configurationFile", "logback-dev.xml");
    System.setProperty("threadmark.log", file.toString());
  }

  private static void endBecauseAPartDied(String message) {
    System.err.println("threadmark: " + message);
    System.exit(Command.FAILED);
  }

  private static void stop(Running running, DataDirectory data, Console console) {
    console.line("Stopping …");
    running.stop();
    try {
      Files.deleteIfExists(data.endpoints());
      data.close();
    } catch (IOException e) {
      console.line("The data folder was not left in order: " + e);
    }
    console.line("Stopped.");
  }
}
