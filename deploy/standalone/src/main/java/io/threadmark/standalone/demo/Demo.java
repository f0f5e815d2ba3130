package io.threadmark.standalone.demo;

import io.threadmark.schema.LabeledThread;
import io.threadmark.schema.settings.Settings;
import io.threadmark.standalone.cli.Console;
import io.threadmark.standalone.cli.Waiting;
import io.threadmark.standalone.cluster.Endpoints;
import io.threadmark.standalone.load.EventsClient;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** {@code dev --demo}: replays the sample conversations and shows what comes out. */
public final class Demo {
  private static final Duration LENGTH = Duration.ofSeconds(30);
  private static final Duration SAFELY_PAST = Duration.ofSeconds(5);
  private static final Duration QUIET = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Endpoints endpoints;
  private final Console console;
  private final String topicsDescribe;
  private final DemoScript script = DemoScript.load();

  /**
   * @param topicsDescribe the command that describes the topics of this system
   */
  public Demo(Endpoints endpoints, Console console, String topicsDescribe) {
    this.endpoints = endpoints;
    this.console = console;
    this.topicsDescribe = topicsDescribe;
  }

  /**
   * Replays and shows everything, and ends when nothing more comes out. Trouble is told and goes no
   * further: the system itself runs on.
   */
  public void play(Settings cluster) throws InterruptedException {
    console.line(
        "\nReplaying %d events of sample conversations in about %d s. Each labeled thread as it comes out:\n"
            .formatted(script.size(), LENGTH.toSeconds()));
    EventsClient client =
        new EventsClient(
            URI.create(endpoints.gateway()), EventsClient.key(System.getenv()), PATIENCE);
    DemoReplay replay = new DemoReplay(client, LENGTH);
    LabeledThreadPrinter printer = new LabeledThreadPrinter(console);
    try (LabeledThreadFeed feed = LabeledThreadFeed.start(cluster, printer)) {
      replay.post(script.startingAt(Instant.now().minus(script.span()).minus(SAFELY_PAST)));
      awaitQuiet(feed, printer);
    } catch (RuntimeException e) {
      console.line("The demo ends here: " + e.getMessage());
    }
    sumUp(replay, printer);
  }

  private static void awaitQuiet(LabeledThreadFeed feed, LabeledThreadPrinter printer)
      throws InterruptedException {
    Waiting.until(
        "labeled threads",
        PATIENCE,
        () ->
            printer.threads() > 0 && feed.quiet().compareTo(QUIET) > 0
                ? Optional.empty()
                : Optional.of(printer.threads() == 0 ? "none came out" : "they still come out"));
  }

  private void sumUp(DemoReplay replay, LabeledThreadPrinter printer) {
    console.line(
        "\nThe demo is over: %d events posted%s, %d labeled threads, %d feedback matched."
            .formatted(
                replay.posted(),
                replay.rejected() == 0 ? "" : " and " + replay.rejected() + " rejected",
                printer.threads(),
                printer.feedback()));
    console.line("\nThe pages: " + endpoints.gateway() + "/   Kafka: " + endpoints.kafka());
    console.line("Try:");
    printer.busiest().ifPresent(this::suggestThread);
    script
        .unmatchedFeedback()
        .ifPresent(id -> curl("feedback", id, "feedback that waits for its trace: PENDING"));
    console.line("  " + topicsDescribe + note("the topics and what is in them"));
    console.line("\nEverything runs on; Ctrl-C stops it.");
  }

  private void suggestThread(LabeledThread thread) {
    curl("threads", thread.getThreadId(), "a conversation with its labels");
    thread.getFeedback().stream()
        .findFirst()
        .ifPresent(one -> curl("feedback", one.getFeedbackId(), "feedback of it: MATCHED"));
  }

  private void curl(String kind, String id, String what) {
    String encoded = URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    console.line(
        "  curl %s/api/v1/%s/%s%s".formatted(endpoints.gateway(), kind, encoded, note(what)));
  }

  private static String note(String what) {
    return "   # " + what;
  }
}
