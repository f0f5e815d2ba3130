package io.threadmark.processor.topology;

import io.threadmark.schema.rule.TimeRule;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The time of a record for Kafka Streams: its own, held between the year 2000 and a day ahead.
 * Stream time at the extremes of a long overflows in timers, and any producer may write anything.
 */
public final class EventTimeExtractor implements TimestampExtractor {
  private static final long EARLIEST = TimeRule.EARLIEST.toEpochMilli();
  private static final long MOST_AHEAD = TimeRule.AHEAD.toMillis();

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    long latest = System.currentTimeMillis() + MOST_AHEAD;
    return Math.max(EARLIEST, Math.min(record.timestamp(), latest));
  }
}
