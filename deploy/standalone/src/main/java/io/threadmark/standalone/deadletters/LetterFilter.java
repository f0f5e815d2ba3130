package io.threadmark.standalone.deadletters;

import io.threadmark.schema.DeadLetter;
import io.threadmark.standalone.cli.Arguments;
import io.threadmark.standalone.cli.UsageException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;

/**
 * Which dead letters are meant.
 *
 * @param reason those of that reason only, if one is named
 * @param stage those of that stage only, if one is named
 * @param topic those of records of that topic only, if one is named
 * @param after those from that time on only, if one is named
 */
record LetterFilter(
    Optional<String> reason,
    Optional<String> stage,
    Optional<String> topic,
    Optional<Instant> after) {

  /** The flags that say it. */
  static final Set<String> FLAGS = Set.of("--reason", "--stage", "--topic", "--after");

  /** Every letter. */
  static final LetterFilter ALL =
      new LetterFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * Reads the flags.
   *
   * @throws UsageException where the time is none
   */
  static LetterFilter parse(Arguments arguments) {
    return new LetterFilter(
        arguments.value("--reason"),
        arguments.value("--stage"),
        arguments.value("--topic"),
        arguments.value("--after").map(LetterFilter::time));
  }

  boolean takes(Letter letter) {
    DeadLetter content = letter.content();
    return reason.map(content.getReason()::equals).orElse(true)
        && stage.map(content.getStage()::equals).orElse(true)
        && topic.map(content.getTopic()::equals).orElse(true)
        && after.map(time -> !letter.time().isBefore(time)).orElse(true);
  }

  private static Instant time(String text) {
    try {
      return text.contains("T")
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeParseException e) {
      throw new UsageException(
          "--after must be a time, such as 2026-01-31T12:00:00Z, or a day, such as 2026-01-31 (UTC),"
              + " not '"
              + text
              + "'");
    }
  }
}
