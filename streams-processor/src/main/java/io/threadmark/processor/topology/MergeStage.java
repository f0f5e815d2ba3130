package io.threadmark.processor.topology;

import io.threadmark.processor.model.Rows;
import io.threadmark.processor.rollup.Rollups;
import io.threadmark.schema.state.RollupHop;
import org.apache.avro.specific.SpecificRecord;

/** Adds up the totals of all partitions, and sends the sum on; null where nothing is left. */
final class MergeStage extends Stage {
  private Rows.Mutable rollups;

  MergeStage(Letters letters, TimerFailures timerFailures) {
    super(letters, timerFailures);
  }

  @Override
  void begin() {
    rollups = rows(StateStores.ROLLUPS);
  }

  @Override
  void receive(byte[] key, SpecificRecord value) {
    Rollups.put(rollups, key, (RollupHop) value);
    send(key, Rollups.sum(rollups, key));
  }
}
