package io.threadmark.standalone.deadletters;

import io.threadmark.schema.registry.ValueSerdes;
import io.threadmark.schema.settings.Settings;
import io.threadmark.standalone.cli.Command;
import io.threadmark.standalone.cli.CommandFailedException;
import io.threadmark.standalone.cli.Console;
import io.threadmark.standalone.cli.Printable;
import io.threadmark.standalone.cluster.ClusterSettings;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * {@code bin/threadmark dead-letters}: lists dead letters, shows one, replays some, or erases some.
 */
final class DeadLettersMain {
  private final DeadLettersOptions options;
  private final Settings cluster;
  private final Console console;
  private final ReadingProgress progress = new ReadingProgress(Console.standardError());

  private DeadLettersMain(DeadLettersOptions options, Settings cluster, Console console) {
    this.options = options;
    this.cluster = cluster;
    this.console = console;
  }

  public static void main(String[] arguments) {
    System.exit(Command.exitStatus(() -> run(arguments)));
  }

  private static int run(String[] arguments) throws InterruptedException {
    DeadLettersOptions options = DeadLettersOptions.parse(arguments);
    Settings cluster =
        ClusterSettings.of(
            Settings.fromEnvironment(System.getenv()), options.endpoints(), options.dataNamed());
    try {
      return new DeadLettersMain(options, cluster, Console.standardOutput()).run();
    } catch (TimeoutException e) {
      throw new CommandFailedException(
          "Kafka does not answer at %s: %s"
              .formatted(cluster.get(ClusterSettings.BOOTSTRAP), e.getMessage()),
          e);
    } catch (KafkaException e) {
      throw new CommandFailedException(
          "Kafka at %s: %s".formatted(cluster.get(ClusterSettings.BOOTSTRAP), causes(e)), e);
    }
  }

  private int run() throws InterruptedException {
    try (Deserializer<SpecificRecord> deserializer = ValueSerdes.deserializer(cluster);
        CommittedRecords source = CommittedRecords.of(cluster, progress)) {
      LetterReader reader = new LetterReader(deserializer);
      DeadLetterTopic letters = new DeadLetterTopic(source, reader);
      return switch (options.action()) {
        case LIST -> list(letters);
        case SHOW -> show(letters, new LetterDescription(deserializer));
        case REPLAY -> replay(letters);
        case ERASE -> erase(source, reader);
      };
    }
  }

  private int list(DeadLetterTopic letters) throws InterruptedException {
    DeadLetterList list = new DeadLetterList(options.filter(), options.limit());
    letters.readAll(options.filter().after(), list);
    list.lines().forEach(console::line);
    list.problems().forEach(problem -> System.err.println("threadmark: " + problem));
    return list.problems().isEmpty() ? Command.DONE : Command.FAILED;
  }

  private int show(DeadLetterTopic letters, LetterDescription description)
      throws InterruptedException {
    letters.read(
        options.addresses().get(0),
        new LetterVisitor() {
          @Override
          public void letter(Letter letter) {
            description.lines(letter).forEach(console::line);
          }

          @Override
          public void missing(LetterAddress address, String reason) {
            throw new CommandFailedException(
                "letter %s: %s".formatted(address, Printable.of(reason)));
          }
        });
    return Command.DONE;
  }

  private int replay(DeadLetterTopic letters) throws InterruptedException {
    ReplayReport report = new ReplayReport(console, progress, options.dryRun());
    try (CommittedRecords origins = CommittedRecords.of(cluster, progress);
        Producer<byte[], byte[]> producer =
            new KafkaProducer<>(
                ClusterSettings.producer(cluster),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      Replay replay =
          new Replay(
              options.filter(), new ReplayRefusal(origins), producer, options.dryRun(), report);
      if (options.addresses().isEmpty()) {
        letters.readAll(options.filter().after(), replay);
      }
      for (LetterAddress address : options.addresses()) {
        letters.read(address, replay);
      }
      replay.settle();
    } finally {
      if (report.hasAny()) {
        console.line(report.line());
      }
    }
    if (!report.hasAny()) {
      console.line("There are no dead letters of that kind.");
    }
    return report.refused() == 0 ? Command.DONE : Command.FAILED;
  }

  private int erase(CommittedRecords source, LetterReader reader) throws InterruptedException {
    ErasureReport report = new ErasureReport(console, progress, options.dryRun());
    LetterErasure erasure =
        new LetterErasure(source, reader, options.erasure().orElseThrow(), report);
    if (options.dryRun()) {
      erasure.look();
    } else {
      erase(erasure);
    }
    report.end();
    report.problems().forEach(problem -> System.err.println("threadmark: " + problem));
    return report.problems().isEmpty() ? Command.DONE : Command.FAILED;
  }

  private void erase(LetterErasure erasure) throws InterruptedException {
    try {
      new ErasingClients(cluster).erase(erasure);
    } catch (KafkaException | CommandFailedException e) {
      System.err.println(
          "threadmark: the erasure is not finished. No letter is lost; some may be there twice. Run it"
              + " again.");
      throw e;
    }
  }

  /** Kafka says only in the cause which setting is wrong. */
  private static String causes(Throwable failure) {
    return failure.getCause() == null
        ? failure.getMessage()
        : failure.getMessage() + ": " + failure.getCause().getMessage();
  }
}
