package io.threadmark.standalone.deadletters;

import io.threadmark.schema.registry.ValueSerdes;
import io.threadmark.schema.settings.Settings;
import io.threadmark.standalone.cli.CommandFailedException;
import io.threadmark.standalone.cli.Console;
import io.threadmark.standalone.cluster.ClusterSettings;
import io.threadmark.standalone.cluster.DataOption;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Deserializer;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command on dead letters: finds the cluster, opens their topic, and tells how Kafka fails. */
abstract class LettersCommand implements Callable<Integer> {
  @Mixin private DataOption data;
  @Spec private CommandSpec spec;

  /** Which cluster is meant. */
  final DataOption data() {
    return data;
  }

  /**
   * Checks what options say together; before anything is opened.
   *
   * @throws ParameterException where they do not go together
   */
  void check() {}

  /** Does the work and returns the exit status. */
  abstract int run(OpenedLetters letters) throws InterruptedException;

  @Override
  public final Integer call() throws InterruptedException {
    check();
    Settings cluster =
        ClusterSettings.of(
            Settings.fromEnvironment(System.getenv()), data.endpoints(), data.isNamed());
    ReadingProgress progress = new ReadingProgress(Console.standardError());
    try (Deserializer<SpecificRecord> deserializer = ValueSerdes.deserializer(cluster);
        CommittedRecords source = CommittedRecords.of(cluster, progress)) {
      return run(
          new OpenedLetters(cluster, source, deserializer, Console.standardOutput(), progress));
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

  final ParameterException misuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** Tells problems on standard error; the exit status says whether there are any. */
  static int report(List<String> problems) {
    problems.forEach(problem -> System.err.println("threadmark: " + problem));
    return problems.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  /** Kafka says only in the cause which setting is wrong. */
  private static String causes(Throwable failure) {
    return failure.getCause() == null
        ? failure.getMessage()
        : failure.getMessage() + ": " + failure.getCause().getMessage();
  }
}
