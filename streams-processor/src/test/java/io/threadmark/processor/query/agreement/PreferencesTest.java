package io.threadmark.processor.query.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.statistics.PairCounts;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreferencesTest {
  private final PairCounts counts = new PairCounts(10);

  @Test
  void aFullRankingComparesAllPairs() {
    count("{'candidates':['a','b',{'id':'c','content':'x'}],'ranking':['c','a','b']}");
    assertThat(outcomes()).containsExactly("a>b 1", "c>a 1", "c>b 1");
  }

  @Test
  void aListInTheRankingIsATie() {
    count("{'candidates':['a','b','c'],'ranking':[['b','c'],'a']}");
    assertThat(outcomes()).containsExactly("b=c 1", "b>a 1", "c>a 1");
  }

  @Test
  void whomARankingDoesNotNameComeBehindAndAreNotCompared() {
    count("{'candidates':['a','b','c','d'],'ranking':['d','b']}");
    assertThat(outcomes()).containsExactly("b>a 1", "b>c 1", "d>a 1", "d>b 1", "d>c 1");
  }

  @Test
  void aChoiceIsARankingOfOne() {
    count("{'candidates':['a','b','c'],'choice':'b'}");
    count("{'candidates':['a','b','c'],'ranking':['b']}");
    assertThat(outcomes()).containsExactly("b>a 2", "b>c 2");
    assertThat(counts.total()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "null",
        "'a'",
        "{}",
        "{'candidates':['a','b']}",
        "{'candidates':['a','b'],'ranking':[]}",
        "{'candidates':['a','b'],'ranking':[[]]}",
        "{'candidates':['a','b'],'ranking':['a','a']}",
        "{'candidates':['a','b'],'ranking':['x']}",
        "{'candidates':['a','b'],'choice':'x'}",
        "{'ranking':['a','b']}"
      })
  void whatIsNoPreferenceAddsNothing(String value) {
    assertThat(Preferences.count(value.replace('\'', '"'), counts)).isFalse();
    assertThat(outcomes()).isEmpty();
  }

  @Test
  void noValueIsNoPreference() {
    assertThat(Preferences.count(null, counts)).isFalse();
  }

  private void count(String value) {
    assertThat(Preferences.count(value.replace('\'', '"'), counts)).isTrue();
  }

  private Set<String> outcomes() {
    Set<String> outcomes = new TreeSet<>();
    counts.wins((winner, loser, count) -> outcomes.add(winner + ">" + loser + " " + count));
    counts.ties((one, other, count) -> outcomes.add(one + "=" + other + " " + count));
    return outcomes;
  }
}
