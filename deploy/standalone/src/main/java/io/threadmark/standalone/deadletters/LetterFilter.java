package io.threadmark.standalone.deadletters;

import io.threadmark.schema.DeadLetter;
import java.time.Instant;
import java.util.Optional;

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

  /** Every letter. */
  static final LetterFilter ALL =
      new LetterFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  boolean takes(Letter letter) {
    DeadLetter content = letter.content();
    return reason.map(content.getReason()::equals).orElse(true)
        && stage.map(content.getStage()::equals).orElse(true)
        && topic.map(content.getTopic()::equals).orElse(true)
        && after.map(time -> !letter.time().isBefore(time)).orElse(true);
  }
}
