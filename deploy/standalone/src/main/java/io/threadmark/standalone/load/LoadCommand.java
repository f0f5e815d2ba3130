package io.threadmark.standalone.load;

import io.threadmark.standalone.cli.Console;
import io.threadmark.standalone.cli.InputFile;
import io.threadmark.standalone.cli.Ticker;
import io.threadmark.standalone.cli.WholeNumber;
import io.threadmark.standalone.cluster.GatewayOption;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bin/threadmark load}: posts a file of events. */
@Command(
    name = "load",
    description = "Post a file of events to the gateway, an event a line.",
    footer = "THREADMARK_API_KEY in the environment is the key, where the gateway wants one.")
public final class LoadCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "FILE",
      description = "A file of events as NDJSON, gzipped or not; - is standard input.")
  private String file;

  @Mixin private GatewayOption gateway;

  @Option(
      names = "--batch",
      paramLabel = "N",
      converter = BatchSize.class,
      defaultValue = "500",
      description = "How many events go in one request (usually ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--connections",
      paramLabel = "N",
      converter = Connections.class,
      defaultValue = "4",
      description = "How many requests are under way at a time (usually ${DEFAULT-VALUE}).")
  private int connections;

  /** The file of events; {@code -} for standard input. */
  String file() {
    return file;
  }

  /** The gateway's base address. */
  URI gateway() {
    return gateway.address();
  }

  /** How many events go in one request. */
  int batch() {
    return batch;
  }

  /** How many requests are under way at a time. */
  int connections() {
    return connections;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    URI address = gateway();
    LoadReport report = new LoadReport(System.err);
    try (InputStream in = InputFile.open(file)) {
      post(in, address, report);
    }
    return report.rejected() == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private void post(InputStream in, URI address, LoadReport report)
      throws IOException, InterruptedException {
    EventsClient client =
        new EventsClient(address, EventsClient.key(System.getenv()), EventsClient.PATIENCE);
    Console console = Console.standardOutput();
    Ticker ticker = Ticker.start(console, report::line);
    try {
      new Load(client, report, connections).run(in, batch);
    } finally {
      ticker.stop();
      console.line(report.line());
    }
  }

  private static final class BatchSize extends WholeNumber {
    BatchSize() {
      super(1, 10_000);
    }
  }

  private static final class Connections extends WholeNumber {
    Connections() {
      super(1, 64);
    }
  }
}
