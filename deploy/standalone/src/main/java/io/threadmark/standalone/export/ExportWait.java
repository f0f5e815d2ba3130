package io.threadmark.standalone.export;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.standalone.cli.CommandFailedException;
import io.threadmark.standalone.cli.Console;
import io.threadmark.standalone.cli.Printable;
import io.threadmark.standalone.cli.Ticker;

/** Waits for an export, and shows how far it is. */
final class ExportWait {
  private static final long PAUSE_MS = 250;

  private final ExportClient client;
  private final Console console;
  private volatile JsonNode state;

  ExportWait(ExportClient client, Console console) {
    this.client = client;
    this.console = console;
  }

  /**
   * Waits until it is done.
   *
   * @return its package
   * @throws CommandFailedException where it fails, or somebody cancels it
   */
  JsonNode await(String id) throws InterruptedException {
    state = client.state(id);
    Ticker ticker = Ticker.start(console, () -> ExportReport.progress(state));
    try {
      while (isUnderWay(state)) {
        Thread.sleep(PAUSE_MS);
        state = client.state(id);
      }
    } finally {
      ticker.stop();
    }
    return made(state);
  }

  private static boolean isUnderWay(JsonNode state) {
    String word = state.path("state").asText();
    return word.equals("QUEUED") || word.equals("RUNNING");
  }

  private static JsonNode made(JsonNode state) {
    return switch (state.path("state").asText()) {
      case "DONE" -> {
        if (state.hasNonNull("package")) {
          yield state.get("package");
        }
        throw new CommandFailedException(
            "the package is gone: " + Printable.of(state.path("package_gone").asText()));
      }
      case "CANCELLED" -> throw new CommandFailedException("the export was cancelled");
      default ->
          throw new CommandFailedException(
              "the export failed: "
                  + Printable.of(state.path("error").path("message").asText("for no reason told")));
    };
  }
}
