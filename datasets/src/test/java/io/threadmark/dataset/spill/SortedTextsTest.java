package io.threadmark.dataset.spill;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.dataset.json.WellFormed;
import io.threadmark.dataset.spill.SortedTexts.Cursor;
import io.threadmark.dataset.spill.SortedTexts.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SortedTextsTest {

  @Property(tries = 200)
  void textsComeInOrderAsOftenAsTheyAreRead(
      @ForAll List<String> keys, @ForAll @IntRange(min = 1, max = 3_000) int bytes)
      throws IOException {
    Path folder = Files.createTempDirectory("sorted-texts");
    try {
      List<Entry> expected = new ArrayList<>();
      try (SortedTexts sorted = new SortedTexts(folder, "x", bytes)) {
        for (String key : keys) {
          Entry entry = new Entry(WellFormed.of(key), "text " + expected.size() % 3);
          expected.add(entry);
          sorted.add(entry.key(), entry.text());
        }
        expected.sort(null);

        assertThat(all(sorted)).isEqualTo(expected);
        assertThat(all(sorted)).isEqualTo(expected);
      }
      try (Stream<Path> left = Files.list(folder)) {
        assertThat(left).isEmpty();
      }
    } finally {
      Files.delete(folder);
    }
  }

  private static List<Entry> all(SortedTexts sorted) throws IOException {
    List<Entry> all = new ArrayList<>();
    try (Cursor cursor = sorted.read()) {
      for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
        all.add(entry);
      }
    }
    return all;
  }
}
