package io.threadmark.processor.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.processor.store.Rows.Direction;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PendingRowsTest {

  /** A change; a null value deletes. */
  record Change(int key, Integer value) {}

  @Property(tries = 500)
  void changesAreSeenBeforeTheyAreMadeAndMadeAllOrNone(
      @ForAll("changes") List<Change> before,
      @ForAll("changes") List<Change> kept,
      @ForAll Direction direction,
      @ForAll boolean applies) {
    MemoryRows store = new MemoryRows();
    MemoryRows expected = new MemoryRows();
    before.forEach(change -> make(store, change));
    before.forEach(change -> make(expected, change));
    PendingRows pending = new PendingRows(store);
    List<String> untouched = scan(store, direction, 100);

    kept.forEach(change -> make(pending, change));
    kept.forEach(change -> make(expected, change));
    for (int limit : new int[] {1, 2, 100}) {
      assertThat(scan(pending, direction, limit)).isEqualTo(scan(expected, direction, limit));
    }
    for (int key = 0; key < 12; key++) {
      assertThat(pending.get(bytes(key))).isEqualTo(expected.get(bytes(key)));
    }
    assertThat(scan(store, direction, 100)).isEqualTo(untouched);

    if (applies) {
      pending.apply();
      assertThat(scan(store, direction, 100)).isEqualTo(scan(expected, direction, 100));
    } else {
      pending.discard();
      assertThat(scan(store, direction, 100)).isEqualTo(untouched);
      assertThat(scan(pending, direction, 100)).isEqualTo(untouched);
    }
  }

  @Provide
  Arbitrary<List<Change>> changes() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 11),
            Arbitraries.integers().between(0, 99).injectNull(0.3))
        .as(Change::new)
        .list()
        .ofMaxSize(12);
  }

  private static void make(Rows.Mutable rows, Change change) {
    if (change.value == null) {
      rows.delete(bytes(change.key));
    } else {
      rows.put(bytes(change.key), bytes(change.value));
    }
  }

  private static List<String> scan(Rows rows, Direction direction, int limit) {
    List<String> found = new ArrayList<>();
    rows.scan(
        bytes(2),
        bytes(10),
        direction,
        (key, value) -> {
          found.add(key[0] + "=" + value[0]);
          return found.size() < limit;
        });
    return found;
  }

  private static byte[] bytes(int number) {
    return new byte[] {(byte) number};
  }
}
