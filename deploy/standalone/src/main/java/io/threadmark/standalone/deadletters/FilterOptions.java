package io.threadmark.standalone.deadletters;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say which dead letters are meant. */
final class FilterOptions {
  @Option(
      names = "--reason",
      paramLabel = "R",
      description = "Only those of that reason, such as invalid.")
  private String reason;

  @Option(
      names = "--stage",
      paramLabel = "S",
      description = "Only those of that stage, such as resolve.")
  private String stage;

  @Option(
      names = "--topic",
      paramLabel = "T",
      description = "Only those of records of that topic, such as threadmark.traces.")
  private String topic;

  @Option(
      names = "--after",
      paramLabel = "TIME",
      converter = Time.class,
      description =
          "Only those from that time on, such as 2026-01-31T12:00:00Z, or 2026-01-31 (UTC).")
  private Instant after;

  /** What they say. */
  LetterFilter filter() {
    return new LetterFilter(
        Optional.ofNullable(reason),
        Optional.ofNullable(stage),
        Optional.ofNullable(topic),
        Optional.ofNullable(after));
  }

  private static final class Time implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      try {
        return text.contains("T")
            ? OffsetDateTime.parse(text).toInstant()
            : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
      } catch (DateTimeParseException e) {
        throw new TypeConversionException(
            "must be a time, such as 2026-01-31T12:00:00Z, or a day, such as 2026-01-31 (UTC), not '"
                + text
                + "'");
      }
    }
  }
}
