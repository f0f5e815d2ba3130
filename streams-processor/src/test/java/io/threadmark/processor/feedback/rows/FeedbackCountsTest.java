package io.threadmark.processor.feedback.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.processor.feedback.rows.FeedbackListing.Entry;
import io.threadmark.processor.feedback.rows.FeedbackListing.State;
import io.threadmark.processor.store.MemoryRows;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Key;
import io.threadmark.schema.state.FeedbackRow;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeedbackCountsTest {
  private static final Key PROJECT = Key.feedback("acme", "any");
  private final MemoryRows rows = new MemoryRows();

  @Test
  void countsFollowTheListing() {
    list(null, entry(State.PENDING, "f1"));
    list(null, entry(State.PENDING, "f2"));
    list(entry(State.PENDING, "f1"), entry(State.MATCHED, "f1"));
    list(entry(State.MATCHED, "f1"), entry(State.MATCHED, "f1"));
    assertCounts(1, 1, 0, 0);
    list(entry(State.MATCHED, "f1"), null);
    list(entry(State.PENDING, "f2"), entry(State.RETRACTED, "f2"));
    assertCounts(0, 0, 0, 1);
  }

  @Test
  void nothingIsLeftOfACountOfNothing() {
    list(null, entry(State.UNMATCHED, "f1"));
    FeedbackCounts.learned(rows);
    list(entry(State.UNMATCHED, "f1"), null);
    FeedbackCounts.forgot(rows);
    rows.scan(
        new byte[0],
        new byte[] {(byte) 0xFF},
        Rows.Direction.FORWARD,
        (key, value) -> {
          throw new AssertionError("a row is left");
        });
  }

  @Test
  void whatAFormerVersionWroteIsCountedOnce() {
    // The same rows without counts, as they were before there were any.
    MemoryRows former = new MemoryRows();
    list(null, entry(State.PENDING, "f1"));
    list(null, entry(State.UNMATCHED, "p"));
    list(null, entry(State.RETRACTED, "v"));
    for (String id : List.of("f1", "v")) {
      byte[] key = Key.feedback("acme", id).bytes();
      IdentityRows.putVersions(rows, key, new FeedbackRow(List.of(), 1L, 1L));
      IdentityRows.setOverrider(rows, key, "o", true);
    }
    rows.scan(
        new byte[] {2},
        new byte[] {(byte) 0xFF},
        Rows.Direction.FORWARD,
        (key, value) -> {
          former.put(key, value);
          return true;
        });
    for (int start = 0; start < 2; start++) {
      FeedbackCounts.begin(former);
      assertThat(FeedbackCounts.known(former)).isEqualTo(2);
      assertThat(FeedbackCounts.of(former, State.PENDING)).isEqualTo(1);
      assertThat(FeedbackCounts.of(former, State.UNMATCHED)).isEqualTo(1);
      assertThat(FeedbackCounts.of(former, State.RETRACTED)).isEqualTo(1);
      assertThat(FeedbackCounts.of(former, State.MATCHED)).isZero();
    }
  }

  private void list(Entry was, Entry is) {
    FeedbackListing.replace(rows, PROJECT, was, is);
  }

  private static Entry entry(State state, String id) {
    return new Entry(state, 1L, id, "acme/t/t1");
  }

  private void assertCounts(long pending, long matched, long unmatched, long retracted) {
    assertThat(FeedbackCounts.of(rows, State.PENDING)).isEqualTo(pending);
    assertThat(FeedbackCounts.of(rows, State.MATCHED)).isEqualTo(matched);
    assertThat(FeedbackCounts.of(rows, State.UNMATCHED)).isEqualTo(unmatched);
    assertThat(FeedbackCounts.of(rows, State.RETRACTED)).isEqualTo(retracted);
  }
}
