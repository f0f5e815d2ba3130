package io.threadmark.processor.export.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SuccessionTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Set<String> NAMED = Set.of("gone:1");

  private final Succession a = new Succession("a:1", Duration.ofSeconds(60));
  private final Succession b = new Succession("b:1", Duration.ofSeconds(60));

  @Test
  void oneOfThoseThatAreLeftHasEachJob() {
    for (Succession one : List.of(a, b)) {
      one.look(Set.of("a:1", "b:1"), NAMED, 0);
      one.look(Set.of("a:1", "b:1"), NAMED, 61 * SECOND);
    }
    int ofA = 0;
    for (int i = 0; i < 100; i++) {
      boolean isOfA = a.isMine("e" + i, "gone:1", 61 * SECOND);
      assertThat(b.isMine("e" + i, "gone:1", 61 * SECOND)).isNotEqualTo(isOfA);
      ofA += isOfA ? 1 : 0;
    }
    assertThat(ofA).isBetween(20, 80);
  }

  @Test
  void whoeverIsGoneForAMomentKeepsItsJobs() {
    a.look(Set.of("a:1"), NAMED, 0);
    assertThat(a.isMine("e", "gone:1", 59 * SECOND)).isFalse();
    assertThat(a.isMine("e", "gone:1", 60 * SECOND)).isTrue();

    a.look(Set.of("a:1", "gone:1"), NAMED, 60 * SECOND);
    a.look(Set.of("a:1"), NAMED, 61 * SECOND);
    assertThat(a.isMine("e", "gone:1", 100 * SECOND)).isFalse();
    assertThat(a.isMine("e", "gone:1", 121 * SECOND)).isTrue();
  }

  @Test
  void nobodyIsGoneWhereThatIsNotKnown() {
    a.look(Set.of("a:1"), NAMED, 0);
    a.look(null, NAMED, 30 * SECOND);

    assertThat(a.isMine("e", "gone:1", 100 * SECOND)).isFalse();
  }
}
