package io.threadmark.processor.rollup;

import io.threadmark.processor.rollup.rows.Rollups;
import io.threadmark.processor.stage.Letters;
import io.threadmark.processor.stage.Stage;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.stage.Timers;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.state.RollupHop;
import org.apache.avro.specific.SpecificRecord;

/** Adds up the totals of all partitions, and sends the sum on; null where nothing is left. */
public final class MergeStage extends Stage {
  private Rows.Mutable rollups;

  public MergeStage(Letters letters, Timers timers) {
    super(letters, timers);
  }

  @Override
  protected void begin() {
    rollups = rows(StateStores.ROLLUPS);
  }

  @Override
  protected void receive(byte[] key, SpecificRecord value) {
    Rollups.put(rollups, key, (RollupHop) value);
    send(key, Rollups.sum(rollups, key));
  }
}
