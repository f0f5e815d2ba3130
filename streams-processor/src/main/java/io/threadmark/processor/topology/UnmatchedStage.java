package io.threadmark.processor.topology;

import io.threadmark.processor.model.Rows;
import io.threadmark.processor.model.UnmatchedRows;
import io.threadmark.schema.UnmatchedFeedback;
import io.threadmark.schema.state.UnmatchedHop;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;

/**
 * Tells subscribers of feedback whose wait is over, and of its late match. Refs say what is
 * unmatched; here all of them meet at the feedback's id, so that one writer decides what stands
 * there.
 */
final class UnmatchedStage extends Stage {
  private Rows.Mutable unmatched;

  UnmatchedStage(Letters letters, TimerFailures timerFailures) {
    super(letters, timerFailures);
  }

  @Override
  void begin() {
    unmatched = rows(StateStores.UNMATCHED);
  }

  @Override
  void receive(byte[] key, SpecificRecord value) {
    UnmatchedHop hop = (UnmatchedHop) value;
    UnmatchedFeedback before = UnmatchedRows.newest(unmatched, key);
    UnmatchedRows.set(unmatched, key, hop.getWriter(), hop.getUnmatched());
    UnmatchedFeedback after = UnmatchedRows.newest(unmatched, key);
    if (!Objects.equals(before, after)) {
      send(key, after);
    }
  }
}
