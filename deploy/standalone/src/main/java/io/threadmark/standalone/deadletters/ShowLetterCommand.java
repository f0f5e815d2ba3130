package io.threadmark.standalone.deadletters;

import io.threadmark.standalone.cli.CommandFailedException;
import io.threadmark.standalone.cli.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

/** {@code bin/threadmark dead-letters show}. */
@Command(name = "show", description = "Show a dead letter with its value.")
final class ShowLetterCommand extends LettersCommand {
  @Parameters(
      paramLabel = LetterAddress.LABEL,
      converter = LetterAddress.Converter.class,
      description = "The letter, named as 'list' prints it.")
  private LetterAddress address;

  @Override
  int run(OpenedLetters letters) throws InterruptedException {
    LetterDescription description = new LetterDescription(letters.deserializer());
    letters
        .topic()
        .read(
            address,
            new LetterVisitor() {
              @Override
              public void letter(Letter letter) {
                description.lines(letter).forEach(letters.console()::line);
              }

              @Override
              public void missing(LetterAddress missed, String reason) {
                throw new CommandFailedException(
                    "letter %s: %s".formatted(missed, Printable.of(reason)));
              }
            });
    return ExitCode.OK;
  }
}
