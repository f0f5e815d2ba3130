package io.threadmark.processor.resolve;

import io.threadmark.processor.resolve.rows.UnmatchedRows;
import io.threadmark.processor.stage.Letters;
import io.threadmark.processor.stage.Stage;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.stage.Timers;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.UnmatchedFeedback;
import io.threadmark.schema.state.UnmatchedHop;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;

/**
 * Tells subscribers of feedback whose wait is over, and of its late match. Refs say what is
 * unmatched; here all of them meet at the feedback's id, so that one writer decides what stands
 * there.
 */
public final class UnmatchedStage extends Stage {
  private Rows.Mutable unmatched;

  public UnmatchedStage(Letters letters, Timers timers) {
    super(letters, timers);
  }

  @Override
  protected void begin() {
    unmatched = rows(StateStores.UNMATCHED);
  }

  @Override
  protected void receive(byte[] key, SpecificRecord value) {
    UnmatchedHop hop = (UnmatchedHop) value;
    UnmatchedFeedback before = UnmatchedRows.newest(unmatched, key);
    UnmatchedRows.set(unmatched, key, hop.getWriter(), hop.getUnmatched());
    UnmatchedFeedback after = UnmatchedRows.newest(unmatched, key);
    if (!Objects.equals(before, after)) {
      send(key, after);
    }
  }
}
