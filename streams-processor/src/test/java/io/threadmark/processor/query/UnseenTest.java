package io.threadmark.processor.query;

import static org.assertj.core.api.Assertions.assertThat;

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
  void allIsSeenOnceAndFeedbackAfterAllElse(
      @ForAll @Size(max = 30) List<Subject> subjects,
      @ForAll @Size(min = 1, max = 20) List<Set<Integer>> becomesVisible) {
    Unseen unseen = new Unseen(receipt(subjects));
    Set<String> visible = new HashSet<>();
    Set<String> seen = new HashSet<>();
    for (Set<Integer> more : becomesVisible) {
      more.forEach(number -> visible.add(name(Math.floorMod(number, 30))));
      boolean over = false;
      while (!over) {
        over =
            unseen.look(
                statement -> {
                  assertThat(seen).as("seen once").doesNotContain(statement.id());
                  if (statement.subject() == Subject.FEEDBACK) {
                    assertThat(seen).containsAll(namesOf(subjects, false));
                  }
                  return visible.contains(statement.id()) && seen.add(statement.id());
                });
      }
      unseen.again();
      Set<String> others = namesOf(subjects, false);
      Set<String> expected = new HashSet<>(others);
      if (seen.containsAll(others)) {
        expected.addAll(namesOf(subjects, true));
      }
      expected.retainAll(visible);
      assertThat(seen).containsAll(expected);
      assertThat(unseen.told().isEmpty()).isEqualTo(seen.size() == subjects.size());
    }
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
