package io.threadmark.processor.feedback.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ValueWordTest {

  @Test
  void wordsThatDifferInCaseSpaceOrCompositionAloneAreOne() {
    assertThat(
            Stream.of("Good", "good", "good ", "\tGOOD", "good\u00a0")
                .map(ValueWord::amongOthers)
                .distinct())
        .containsExactly("good");
    assertThat(Stream.of("Tr\u00e8s", "tre\u0300s").map(ValueWord::amongOthers).distinct())
        .containsExactly("tr\u00e8s");
  }

  @Test
  void aTextThatLooksLikeAnotherValueStandsInQuotes() {
    for (String text : List.of("1", "1.0", "-2e5", "true", "false", "null")) {
      assertThat(ValueWord.amongOthers(text)).isEqualTo('"' + text + '"');
    }
    assertThat(ValueWord.amongOthers("\"1\"")).isNotEqualTo(ValueWord.amongOthers("1"));
  }

  @Property
  void theOneSpellingIsItsOwn(@ForAll String word) {
    assertThat(ValueWord.folded(ValueWord.folded(word))).isEqualTo(ValueWord.folded(word));
  }
}
