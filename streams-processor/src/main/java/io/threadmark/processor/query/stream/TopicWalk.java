package io.threadmark.processor.query.stream;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Goes through a compacted topic, and never tells of a key what a later record has overtaken: what
 * was erased since stands in former records until Kafka cleans the topic. So where there is more
 * than one fetch to go, a partition is read twice, once for which records are the last of their
 * keys.
 */
final class TopicWalk {
  private static final Duration POLL = Duration.ofMillis(500);

  private final Consumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final Taker taker;

  /** Takes records in turn. */
  interface Taker {
    /** Takes the newest record of a key. */
    void take(ConsumerRecord<byte[], byte[]> record);

    /** All before an offset was taken. */
    void reached(int partition, long offset);

    /** Is called now and then, also where there is nothing. */
    void pause();
  }

  TopicWalk(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, Taker taker) {
    this.consumer = consumer;
    this.partitions = partitions;
    this.taker = taker;
  }

  /**
   * Takes what there is until somebody throws.
   *
   * @param offsets where to begin, by partition
   */
  void run(long[] offsets) {
    consumer.assign(partitions);
    for (TopicPartition partition : partitions) {
      consumer.seek(partition, offsets[partition.partition()]);
    }
    while (true) {
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      for (TopicPartition partition : partitions) {
        catchUp(partition, ends.get(partition));
      }
      follow();
    }
  }

  /** Up to where a partition ended a moment ago. */
  private void catchUp(TopicPartition partition, long end) {
    long begin = consumer.position(partition);
    if (begin >= end) {
      return;
    }
    Map<ByteBuffer, Long> last = new HashMap<>();
    read(partition, end, record -> last.put(ByteBuffer.wrap(record.key()), record.offset()));
    consumer.seek(partition, begin);
    read(
        partition,
        end,
        record -> {
          if (last.get(ByteBuffer.wrap(record.key())) == record.offset()) {
            taker.take(record);
          }
          taker.reached(record.partition(), record.offset() + 1);
        });
    taker.reached(partition.partition(), consumer.position(partition));
  }

  private void read(
      TopicPartition partition,
      long end,
      java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each) {
    consumer.pause(partitions);
    consumer.resume(List.of(partition));
    while (consumer.position(partition) < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
        if (record.offset() < end) {
          each.accept(record);
        }
      }
      taker.pause();
    }
    consumer.seek(partition, end); // a fetch may have gone beyond
    consumer.resume(partitions);
  }

  /** What comes, as long as it comes in single fetches. */
  private void follow() {
    boolean behind = false;
    while (!behind) {
      var records = consumer.poll(POLL);
      for (TopicPartition partition : records.partitions()) {
        List<ConsumerRecord<byte[], byte[]>> of = records.records(partition);
        Map<ByteBuffer, Long> last = new HashMap<>();
        of.forEach(record -> last.put(ByteBuffer.wrap(record.key()), record.offset()));
        OptionalLong lag = consumer.currentLag(partition);
        if (lag.orElse(0) > 0) {
          consumer.seek(partition, of.get(0).offset());
          behind = true;
          continue;
        }
        for (ConsumerRecord<byte[], byte[]> record : of) {
          if (last.get(ByteBuffer.wrap(record.key())) == record.offset()) {
            taker.take(record);
          }
          taker.reached(record.partition(), record.offset() + 1);
        }
      }
      taker.pause();
    }
  }
}
