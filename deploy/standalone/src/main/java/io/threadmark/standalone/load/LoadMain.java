package io.threadmark.standalone.load;

import io.threadmark.standalone.cli.Command;
import io.threadmark.standalone.cli.Console;
import io.threadmark.standalone.cli.InputFile;
import io.threadmark.standalone.cli.Ticker;
import java.io.IOException;
import java.io.InputStream;

/** {@code bin/threadmark load}: posts a file of events. */
final class LoadMain {
  private LoadMain() {}

  public static void main(String[] arguments) {
    System.exit(Command.exitStatus(() -> run(arguments)));
  }

  private static int run(String[] arguments) throws IOException, InterruptedException {
    LoadOptions options = LoadOptions.parse(arguments);
    LoadReport report = new LoadReport(System.err);
    try (InputStream in = InputFile.open(options.file())) {
      post(in, options, report);
    }
    return report.rejected() == 0 ? Command.DONE : Command.FAILED;
  }

  private static void post(InputStream in, LoadOptions options, LoadReport report)
      throws IOException, InterruptedException {
    EventsClient client =
        new EventsClient(
            options.gateway(), EventsClient.key(System.getenv()), EventsClient.PATIENCE);
    Console console = Console.standardOutput();
    Ticker ticker = Ticker.start(console, report::line);
    try {
      new Load(client, report, options.connections()).run(in, options.batch());
    } finally {
      ticker.stop();
      console.line(report.line());
    }
  }
}
