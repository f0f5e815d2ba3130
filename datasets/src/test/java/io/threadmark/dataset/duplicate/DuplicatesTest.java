package io.threadmark.dataset.duplicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.label.Drops;
import io.threadmark.dataset.label.Reason;
import io.threadmark.dataset.row.Claim;
import io.threadmark.dataset.row.Example;
import io.threadmark.dataset.row.Provenance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuplicatesTest {
  private static final String LONG =
      "The harbour is closed from Monday to Friday while the quay is repaired, so all ferries leave"
          + " from the northern pier at the usual times; tickets that were bought before remain valid.";

  @TempDir Path folder;
  private final Drops drops = new Drops();

  @Test
  void rowsOfEqualWordsAreOne() throws IOException {
    assertThat(kept(null, said("Why?", "So.", true, 1), said(" WHY? ", "so.", true, 1)))
        .containsExactly(0L);
    assertThat(drops.of(Reason.EXACT_DUPLICATE)).isEqualTo(1);
  }

  @Test
  void theNewestOfAPersonStays() throws IOException {
    assertThat(
            kept(
                null,
                said("Why?", "So.", true, 1),
                said("Why?", "So.", true, 3),
                said("Why?", "So.", true, 2),
                said("Why?", "So.", false, 9)))
        .containsExactly(1L);
  }

  @Test
  void whereTheAnswerEndsMatters() throws IOException {
    assertThat(kept(null, said("a b", "c", true, 1), said("a", "b c", true, 1)))
        .containsExactly(0L, 1L);
  }

  @Test
  void rowsWithoutAnAnswerAreNeverDuplicates() throws IOException {
    assertThat(kept(null, said("a", null, true, 1), said("a", null, true, 1)))
        .containsExactly(0L, 1L);
  }

  @Test
  void nearDuplicatesAreFoundOnlyWhenAskedFor() throws IOException {
    Example one = said("Ferry?", LONG, false, 5);
    Example other = said("Ferry?", LONG.replace("Monday", "Tuesday"), true, 1);
    Example third = said("Ferry?", "There is none today.", true, 1);
    NearDuplicatePlan plan = new NearDuplicatePlan(0.8, 8, 32);

    assertThat(kept(null, one, other, third)).containsExactly(0L, 1L, 2L);
    assertThat(kept(plan, one, other, third)).containsExactly(1L, 2L);
    assertThat(drops.of(Reason.NEAR_DUPLICATE)).isEqualTo(1);
  }

  @Test
  void anEstimateIsNearTheShareOfEqualShingles() {
    MinHash minHash = new MinHash(4);
    String one = LONG + LONG.toUpperCase(Locale.ROOT);
    assertThat(MinHash.similarity(minHash.of(one), minHash.of(one))).isEqualTo(1.0);
    assertThat(MinHash.similarity(minHash.of(one), minHash.of(LONG))).isBetween(0.35, 0.65);
    assertThat(MinHash.similarity(minHash.of(LONG), minHash.of("Something else entirely.")))
        .isLessThan(0.1);
  }

  @Test
  void aPlanThatMeansNothingIsRefused() {
    assertThatThrownBy(() -> new NearDuplicatePlan(0, 8, 16)).hasMessageContaining("similarity");
    assertThatThrownBy(() -> new NearDuplicatePlan(0.9, 0, 16)).hasMessageContaining("shingle");
    assertThatThrownBy(() -> new NearDuplicatePlan(0.9, 8, 3)).hasMessageContaining("bands");
  }

  private List<Long> kept(NearDuplicatePlan plan, Example... examples) throws IOException {
    List<Long> kept = new ArrayList<>();
    try (Duplicates duplicates = new Duplicates(plan, folder, 1 << 12)) {
      for (int row = 0; row < examples.length; row++) {
        duplicates.add(row, examples[row]);
      }
      duplicates.find(drops);
      for (long row = 0; row < examples.length; row++) {
        if (!duplicates.isDropped(row)) {
          kept.add(row);
        }
      }
    }
    return kept;
  }

  private static Example said(String prompt, String answer, boolean human, long newest) {
    Provenance origin = new Provenance("p", "t", null, null, "rating", List.of(), List.of());
    Claim claim = Claim.of("answer", "good");
    return new Example(Json.object(), origin, prompt, answer, null, claim, human, newest);
  }
}
