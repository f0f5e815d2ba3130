package io.threadmark.dataset.spill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SortedRecordsTest {

  @Property(tries = 200)
  void recordsComeSortedHoweverLittleMemoryThereIs(
      @ForAll @Size(max = 200) List<@IntRange(min = -3, max = 3) Integer> numbers,
      @ForAll @IntRange(min = 16, max = 2_000) int bytes)
      throws IOException {
    Path folder = Files.createTempDirectory("sorted");
    List<long[]> added = new ArrayList<>();
    List<long[]> read = new ArrayList<>();
    try (SortedRecords records = new SortedRecords(folder, "x", 2, bytes)) {
      for (int at = 0; at < numbers.size(); at++) {
        long[] record = {numbers.get(at), -at};
        added.add(record);
        records.add(record);
      }
      records.forEach(read::add);
    }
    added.sort(Arrays::compare);
    assertThat(read).containsExactlyElementsOf(added);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
    Files.delete(folder);
  }
}
