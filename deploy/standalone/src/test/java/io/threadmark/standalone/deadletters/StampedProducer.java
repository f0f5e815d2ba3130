package io.threadmark.standalone.deadletters;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.IntPredicate;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A producer whose broker keeps the times of some records, and sets its own for others. */
final class StampedProducer extends MockProducer<byte[], byte[]> {
  static final long BROKERS_TIME = 42;

  private final IntPredicate keeps;
  private int sent;

  /**
   * @param keeps whether the broker keeps the time of the record that is sent as the how manieth,
   *     from 0 on
   */
  StampedProducer(IntPredicate keeps) {
    super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    this.keeps = keeps;
  }

  @Override
  public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> one) {
    Future<RecordMetadata> unused = super.send(one);
    long time = keeps.test(sent++) ? one.timestamp() : BROKERS_TIME;
    return CompletableFuture.completedFuture(
        new RecordMetadata(new TopicPartition(one.topic(), one.partition()), 15L, 0, time, 0, 0));
  }
}
