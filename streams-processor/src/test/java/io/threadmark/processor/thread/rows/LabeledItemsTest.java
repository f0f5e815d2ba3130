package io.threadmark.processor.thread.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.processor.facts.Facts;
import io.threadmark.processor.facts.Ranks;
import io.threadmark.processor.facts.Statement;
import io.threadmark.schema.Limits;
import io.threadmark.schema.Stamp;
import io.threadmark.schema.state.Rank;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LabeledItemsTest {

  @Property(tries = 20)
  void countsOfHoweverManySpansAddUpToOneCountAtMost(@ForAll @IntRange(min = 2, max = 2048) int n) {
    Map<String, String> counts = new TreeMap<>();
    for (int span = 0; span < n; span++) {
      counts.put("usage/s" + span + "/input_tokens", Long.toString(Limits.USAGE_COUNT));
      counts.put("usage/s" + span + "/output_tokens", "1");
    }
    Stamp stamp = new Stamp(Instant.EPOCH, 0L, ByteBuffer.wrap(new byte[] {1}));
    Rank rank = Ranks.of(0, stamp);

    assertThat(LabeledItems.usage(Facts.of(null).merge(new Statement(rank, 1, counts))))
        .containsEntry("input_tokens", Limits.USAGE_COUNT);
  }
}
