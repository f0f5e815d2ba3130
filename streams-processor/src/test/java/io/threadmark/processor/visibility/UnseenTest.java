package io.threadmark.processor.visibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.processor.cluster.OutOfTimeException;
import io.threadmark.schema.Receipt;
import io.threadmark.schema.Receipt.Statement;
import io.threadmark.schema.Receipt.Subject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class UnseenTest {

  @Property(tries = 500)
  void allIsSeenFeedbackAfterAllElseAndOnceMoreWhereThatTookSeveralRounds(
      @ForAll @Size(max = 30) List<Subject> subjects,
      @ForAll @Size(min = 1, max = 20) List<Set<Integer>> becomesVisible) {
    Unseen unseen = new Unseen(receipt(subjects));
    Set<String> others = namesOf(subjects, false);
    Set<String> visible = new HashSet<>();
    Set<String> seen = new HashSet<>();
    Set<String> seenAgain = new HashSet<>();
    Set<Integer> roundsInWhichSomeWasSeen = new HashSet<>();
    for (int round = 0; round < becomesVisible.size(); round++) {
      becomesVisible.get(round).forEach(number -> visible.add(name(Math.floorMod(number, 30))));
      int thisRound = round;
      boolean over = false;
      while (!over) {
        over =
            unseen.look(
                statement -> {
                  if (seen.size() == subjects.size()) {
                    return seenAgain.add(statement.id());
                  }
                  assertThat(seen).doesNotContain(statement.id());
                  if (statement.subject() == Subject.FEEDBACK) {
                    assertThat(seen).containsAll(others);
                  }
                  boolean isSeen = visible.contains(statement.id());
                  if (isSeen) {
                    seen.add(statement.id());
                    roundsInWhichSomeWasSeen.add(thisRound);
                  }
                  return isSeen;
                });
      }
      unseen.again();
      Set<String> expected = new HashSet<>(others);
      if (seen.containsAll(others)) {
        expected.addAll(namesOf(subjects, true));
      }
      expected.retainAll(visible);
      assertThat(seen).containsAll(expected);
      assertThat(unseen.told().isEmpty()).isEqualTo(seen.size() == subjects.size());
    }
    boolean allInParts = seen.size() == subjects.size() && roundsInWhichSomeWasSeen.size() > 1;
    assertThat(seenAgain).isEqualTo(allInParts ? seen : Set.of());
  }

  @Test
  void whatACrashTookBackIsWaitedForAgain() {
    Unseen unseen = new Unseen(receipt(List.of(Subject.TRACE, Subject.TRACE)));

    assertThat(unseen.look(statement -> statement.id().equals("s0"))).isTrue();
    unseen.again();
    assertThat(unseen.look(statement -> statement.id().equals("s1"))).isTrue();
    assertThat(unseen.told()).containsExactly("trace s0");
    unseen.again();
    assertThat(unseen.look(statement -> true)).isTrue();
    assertThat(unseen.told()).isEmpty();
  }

  @Test
  void itTellsWhatIsBehindInFewWords() {
    Unseen unseen =
        new Unseen(receipt(IntStream.range(0, 5_000).mapToObj(i -> Subject.TRACE).toList()));

    while (!unseen.look(statement -> false)) {
      assertThat(unseen.told()).hasSizeLessThan(110);
    }

    assertThat(unseen.told()).hasSize(101).startsWith("trace s0").endsWith("4900 more");
  }

  @Test
  void whatTheTimeDidNotSufficeForIsTold() {
    Unseen unseen = new Unseen(receipt(List.of(Subject.TRACE, Subject.MESSAGE, Subject.FEEDBACK)));
    assertThat(unseen.told()).containsExactly("3, not looked at yet");

    try {
      unseen.look(
          statement -> {
            if (statement.subject() == Subject.MESSAGE) {
              throw new OutOfTimeException("now");
            }
            return false;
          });
    } catch (OutOfTimeException e) {
      // as was said
    }

    assertThat(unseen.told()).containsExactly("trace s0", "2 more, not looked at yet");
  }

  private static Set<String> namesOf(List<Subject> subjects, boolean feedback) {
    return IntStream.range(0, subjects.size())
        .filter(i -> (subjects.get(i) == Subject.FEEDBACK) == feedback)
        .mapToObj(UnseenTest::name)
        .collect(Collectors.toSet());
  }

  private static Receipt receipt(List<Subject> subjects) {
    return new Receipt(
        "p",
        IntStream.range(0, subjects.size())
            .mapToObj(i -> new Statement(subjects.get(i), name(i), null, null))
            .toList());
  }

  private static String name(int number) {
    return "s" + number;
  }
}
