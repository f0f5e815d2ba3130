package io.threadmark.standalone.deadletters;

import static io.threadmark.standalone.deadletters.SampleLetters.content;
import static io.threadmark.standalone.deadletters.SampleLetters.letter;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeadLetterListTest {

  @Test
  void theNewestStandsLastWhateverItsPartitionAndCausesAreCounted() {
    DeadLetterList list = new DeadLetterList(LetterFilter.ALL, 10);
    list.letter(letter(new LetterAddress(0, 9), 20, content("wrong_partition").build()));
    list.letter(
        letter(
            new LetterAddress(1, 3),
            10,
            content("unreadable")
                .setKey(null)
                .setException("java.lang.Exception")
                .setStackDigest("00112233")
                .build()));
    list.letter(letter(new LetterAddress(1, 4), 30, content("wrong_partition").build()));

    assertThat(String.join("\n", list.lines()))
        .isEqualTo(
            """
            letter  when                  reason           stage    topic              record  key
            1:3     2026-01-01T00:00:10Z  unreadable       resolve  threadmark.traces  3:17    -
            0:9     2026-01-01T00:00:20Z  wrong_partition  resolve  threadmark.traces  3:17    default/t/t1
            1:4     2026-01-01T00:00:30Z  wrong_partition  resolve  threadmark.traces  3:17    default/t/t1

            letters  reason           stack digest  exception            newest
                  2  wrong_partition  -             -                    1:4
                  1  unreadable       00112233      java.lang.Exception  1:3""");
    assertThat(list.problems()).isEmpty();
  }

  @Test
  void theLimitKeepsTheNewestAndAllAreCounted() {
    DeadLetterList list = new DeadLetterList(LetterFilter.ALL, 2);
    for (int i = 0; i < 5; i++) {
      list.letter(letter(new LetterAddress(i, 0), i, content("invalid").build()));
    }

    assertThat(list.lines())
        .anyMatch(line -> line.startsWith("3:0 "))
        .anyMatch(line -> line.startsWith("4:0 "))
        .noneMatch(line -> line.startsWith("2:0 "))
        .contains("These are the newest 2 of 5; --limit N shows more.")
        .anyMatch(line -> line.startsWith("      5  invalid"));
  }

  @Test
  void theFilterChoosesByReasonStageTopicAndTime() {
    Letter one = letter(new LetterAddress(0, 0), 10, content("invalid").build());

    assertThat(filter("invalid", "resolve", "threadmark.traces", 10).takes(one)).isTrue();
    assertThat(filter("invalid", "resolve", "threadmark.traces", 11).takes(one)).isFalse();
    assertThat(filter("x", "resolve", "threadmark.traces", 0).takes(one)).isFalse();
    assertThat(filter("invalid", "x", "threadmark.traces", 0).takes(one)).isFalse();
    assertThat(filter("invalid", "resolve", "x", 0).takes(one)).isFalse();
  }

  @Test
  void itSaysSoWhereThereIsNothing() {
    DeadLetterList all = new DeadLetterList(LetterFilter.ALL, 10);
    assertThat(all.lines()).containsExactly("There are no dead letters.");

    DeadLetterList some = new DeadLetterList(filter("x", "y", "z", 0), 10);
    some.letter(letter(content("invalid").build()));
    assertThat(some.lines()).containsExactly("None of 1 dead letters is of that kind.");
  }

  @Test
  void whatCannotBeReadIsToldButNotWithoutEnd() {
    DeadLetterList list = new DeadLetterList(LetterFilter.ALL, 10);
    for (int i = 0; i < 12; i++) {
      list.missing(new LetterAddress(0, i), "it cannot be read: \033");
    }

    assertThat(list.problems())
        .hasSize(11)
        .contains("letter 0:0: it cannot be read: \\u001b")
        .endsWith("2 more letters cannot be read either");
  }

  @Test
  void whatSomeoneWroteCannotSteerTheTerminal() {
    DeadLetterList list = new DeadLetterList(LetterFilter.ALL, 10);
    list.letter(
        letter(
            content("\033[2J")
                .setStage("\u0007")
                .setTopic("a\nb")
                .setKey(ByteBuffer.wrap(new byte[] {27, '[', '2', 'J'}))
                .setException("\u009b")
                .setStackDigest("\r")
                .build()));

    assertThat(list.lines())
        .allSatisfy(line -> assertThat(line.chars()).noneMatch(Character::isISOControl))
        .anyMatch(line -> line.contains("\\u001b[2J"));
  }

  private static LetterFilter filter(String reason, String stage, String topic, int seconds) {
    return new LetterFilter(
        Optional.of(reason),
        Optional.of(stage),
        Optional.of(topic),
        Optional.of(SampleLetters.TIME.plusSeconds(seconds)));
  }
}
