package io.threadmark.standalone.deadletters;

import io.threadmark.standalone.cli.StandsAlone;
import io.threadmark.standalone.cluster.ClusterSettings;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bin/threadmark dead-letters replay}. */
@Command(
    name = "replay",
    description =
        "Write dead letters back to where they came from, once the cause is gone: those that are"
            + " named, or those that --reason and the like choose, or all.")
final class ReplayLettersCommand extends LettersCommand {
  @Parameters(
      arity = "0..*",
      paramLabel = LetterAddress.LABEL,
      converter = LetterAddress.Converter.class,
      description = "Letters, named as 'list' prints them.")
  private List<LetterAddress> addresses = new ArrayList<>();

  @Mixin private FilterOptions which;

  @Option(
      names = "--all",
      preprocessor = StandsAlone.class,
      description = "Every letter that there is.")
  private boolean all;

  @Option(
      names = "--dry-run",
      preprocessor = StandsAlone.class,
      description = "Only tell what would be done.")
  private boolean dryRun;

  /** The letters that are named one by one. */
  List<LetterAddress> addresses() {
    return addresses;
  }

  /** Which letters are meant where none is named. */
  LetterFilter filter() {
    return which.filter();
  }

  /** Whether only to tell. */
  boolean dryRun() {
    return dryRun;
  }

  /** Whoever replays everything should have said so, and nothing else beside it. */
  @Override
  void check() {
    boolean filtered = !filter().equals(LetterFilter.ALL);
    int ways = (addresses.isEmpty() ? 0 : 1) + (filtered ? 1 : 0) + (all ? 1 : 0);
    if (ways != 1) {
      throw misuse(
          "replay takes letters (PARTITION:OFFSET as list prints it), or --reason and the like, or"
              + " --all");
    }
  }

  @Override
  int run(OpenedLetters letters) throws InterruptedException {
    ReplayReport report = new ReplayReport(letters.console(), letters.progress(), dryRun);
    try (CommittedRecords origins = CommittedRecords.of(letters.cluster(), letters.progress());
        Producer<byte[], byte[]> producer =
            new KafkaProducer<>(
                ClusterSettings.producer(letters.cluster()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      replay(
          letters.topic(),
          new Replay(filter(), new ReplayRefusal(origins), producer, dryRun, report));
    } finally {
      if (report.hasAny()) {
        letters.console().line(report.line());
      }
    }
    if (!report.hasAny()) {
      letters.console().line("There are no dead letters of that kind.");
    }
    return report.refused() == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private void replay(DeadLetterTopic letters, Replay replay) throws InterruptedException {
    if (addresses.isEmpty()) {
      letters.readAll(filter().after(), replay);
    }
    for (LetterAddress address : addresses) {
      letters.read(address, replay);
    }
    replay.settle();
  }
}
