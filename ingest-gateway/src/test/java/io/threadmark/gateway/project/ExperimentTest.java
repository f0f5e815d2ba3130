package io.threadmark.gateway.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Projects as experiments. */
class ExperimentTest {

  @Property
  void theIdOfAnExperimentIsANumberFromWhichItsProjectFollows(
      @ForAll @StringLength(min = 1, max = 60) String name) {
    Experiment.ofName(name)
        .ifPresent(
            experiment -> {
              assertThat(experiment.id()).matches("[0-9]+");
              assertThat(Experiment.ofId(experiment.id())).contains(experiment);
              assertThat(Experiment.ofName(experiment.name())).contains(experiment);
            });
  }

  @Property
  void twoProjectsHaveTwoIds(
      @ForAll @StringLength(min = 1, max = 20) String one,
      @ForAll @StringLength(min = 1, max = 20) String other) {
    if (!one.equals(other)) {
      assertThat(Experiment.ofProject(one).id()).isNotEqualTo(Experiment.ofProject(other).id());
    }
  }

  @Property(tries = 200)
  void aNumberOfAnotherServerIsNoExperiment(@ForAll @IntRange(min = 1) int id) {
    String digits = Integer.toString(id);
    Experiment.ofId(digits)
        .ifPresent(
            found -> assertThat(Experiment.ofProject(found.project()).id()).isEqualTo(digits));
    assertThat(Experiment.ofId(new BigInteger(digits).pow(7).toString())).isEmpty();
  }

  @Test
  void theDefaultExperimentIsTheDefaultProject() {
    assertThat(Experiment.ofId("0")).contains(Experiment.DEFAULT);
    assertThat(Experiment.ofName("Default")).contains(Experiment.DEFAULT);
    assertThat(Experiment.ofProject("default")).isEqualTo(Experiment.DEFAULT);
    assertThat(Experiment.DEFAULT.name()).isEqualTo("Default");
  }

  @Test
  void anIdThatIsNoNumberIsTheNameOfAProject() {
    assertThat(Experiment.ofId("support")).contains(Experiment.ofProject("support"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a\nb", "00", "1", "6852204438670036757414"})
  void whatNamesNoProjectIsNoExperiment(String id) {
    assertThat(Experiment.ofId(id)).isEmpty();
  }

  @Test
  void aNumberWithoutEndIsRefusedBeforeItIsRead() {
    assertThat(Experiment.ofId("9".repeat(1_000_000))).isEmpty();
  }
}
