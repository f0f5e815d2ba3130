package io.threadmark.standalone.deadletters;

import io.threadmark.standalone.cli.CommandFailedException;
import io.threadmark.standalone.cli.StandsAlone;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bin/threadmark dead-letters erase}. */
@Command(
    name = "erase",
    description =
        "Erase for good the dead letters that have one of the keys, or one of the texts in their"
            + " bytes; without --yes only tell which these are.")
final class EraseLettersCommand extends LettersCommand {
  @Option(
      names = "--key",
      paramLabel = "KEY",
      converter = ErasedText.class,
      description = "A key, whole, such as default/h/thread-7; as often as needed.")
  private List<String> keys = new ArrayList<>();

  @Option(
      names = "--containing",
      paramLabel = "TEXT",
      converter = ErasedText.class,
      description = "A text that the key, the value or a header holds; as often as needed.")
  private List<String> texts = new ArrayList<>();

  @Mixin private FilterOptions which;

  @Option(
      names = "--dry-run",
      preprocessor = StandsAlone.class,
      description = "Only tell what would be erased.")
  private boolean dryRun;

  @Option(
      names = "--yes",
      preprocessor = StandsAlone.class,
      description = "Erase; what is erased does not come back.")
  private boolean confirmed;

  /** Which letters to erase. */
  ErasureSelection selection() {
    return new ErasureSelection(List.copyOf(keys), List.copyOf(texts), which.filter());
  }

  /** What is erased does not come back, so whoever does not say yes gets a dry run. */
  boolean dryRun() {
    return !confirmed;
  }

  @Override
  void check() {
    if (keys.isEmpty() && texts.isEmpty()) {
      throw misuse(
          "erase takes --key KEY, such as default/h/thread-7, or --containing TEXT, each as often as"
              + " needed");
    }
    if (confirmed && dryRun) {
      throw misuse("erase takes --yes or --dry-run, and not both");
    }
  }

  @Override
  int run(OpenedLetters letters) throws InterruptedException {
    ErasureReport report = new ErasureReport(letters.console(), letters.progress(), dryRun());
    LetterErasure erasure =
        new LetterErasure(letters.source(), letters.reader(), selection(), report);
    if (dryRun()) {
      erasure.look();
    } else {
      erase(letters, erasure);
    }
    report.end();
    return report(report.problems());
  }

  private static void erase(OpenedLetters letters, LetterErasure erasure)
      throws InterruptedException {
    try {
      new ErasingClients(letters.cluster()).erase(erasure);
    } catch (KafkaException | CommandFailedException e) {
      System.err.println(
          "threadmark: the erasure is not finished. No letter is lost; some may be there twice. Run it"
              + " again.");
      throw e;
    }
  }
}
