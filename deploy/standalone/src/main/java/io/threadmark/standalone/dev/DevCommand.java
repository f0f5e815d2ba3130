package io.threadmark.standalone.dev;

import io.threadmark.standalone.cli.CommandFailedException;
import io.threadmark.standalone.cli.Console;
import io.threadmark.standalone.cli.ShellCommand;
import io.threadmark.standalone.cli.StandsAlone;
import io.threadmark.standalone.cli.WholeNumber;
import io.threadmark.standalone.cluster.DataPath;
import io.threadmark.standalone.cluster.Endpoints;
import io.threadmark.standalone.cluster.Loopback;
import io.threadmark.standalone.demo.Demo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code bin/threadmark dev}: the whole system on this machine, until it is told to stop. */
@Command(
    name = "dev",
    description =
        "Run the whole system on this machine: Kafka, the schema registry, the gateway and the"
            + " processor. Ctrl-C stops it.")
public final class DevCommand implements Callable<Integer> {
  @Option(
      names = "--port",
      paramLabel = "PORT",
      converter = Port.class,
      description =
          "The port of the gateway; 0 takes any that is free. Without it, that of"
              + " THREADMARK_GATEWAY_PORT, or else 8080.")
  private Integer port;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      converter = DataPath.class,
      defaultValue = DataPath.USUAL,
      description = "The folder that data is kept in (usually ${DEFAULT-VALUE}).")
  private Path folder;

  @Option(
      names = "--demo",
      preprocessor = StandsAlone.class,
      description = "Replay sample conversations.")
  private boolean demo;

  @Option(
      names = "--reset",
      preprocessor = StandsAlone.class,
      description = "Delete what the folder holds, and begin anew.")
  private boolean reset;

  /** The gateway's port, if one was named; 0 takes any that is free. */
  Optional<Integer> port() {
    return Optional.ofNullable(port);
  }

  /** Where everything is kept. */
  Path folder() {
    return folder;
  }

  /** Whether to replay the sample conversations. */
  boolean demo() {
    return demo;
  }

  /** Whether to begin anew. */
  boolean reset() {
    return reset;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    RoleSettings settings = new RoleSettings(System.getenv());
    int gatewayPort = port().orElseGet(settings::gatewayPort);
    requireFree(gatewayPort);
    DataDirectory data = DataDirectory.open(folder, reset);
    logTo(data.launcherLog());
    Console console = Console.standardOutput();
    Running running = new Running(console);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running, data, console), "stop"));
    try {
      Endpoints endpoints =
          new Dev(console, running, data, settings)
              .start(gatewayPort, DevCommand::endBecauseAPartDied);
      console.line("Threadmark is ready at " + endpoints.gateway());
      if (demo) {
        new Demo(endpoints, console, topicsDescribe())
            .play(settings.cluster(endpoints.kafka(), endpoints.schemaRegistry()));
      }
    } catch (RuntimeException e) {
      if (!running.stopping()) {
        throw e;
      } // else a signal came, and what is under way may fail in any way while parts are stopped
    }
    new CountDownLatch(1).await(); // a signal, or the death of a child, ends it
    return ExitCode.OK;
  }

  private String topicsDescribe() {
    return ShellCommand.of(List.of("topics", "describe", "--data", folder.toString()));
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
    System.exit(ExitCode.SOFTWARE);
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

  private static final class Port extends WholeNumber {
    Port() {
      super(0, 65_535);
    }
  }
}
